import { STATUS_CODES } from 'node:http';
import type { CodedError, Fault } from '../../../../shared/domain/kit/errors/coded-error';
import { describeError } from '../../../../shared/domain/kit/errors/describe-error';
import { PublishError } from '../../../../shared/producer/publish-error';
import type { Answer } from '../api-route';
import type { PartFault } from '../request/api-error';
import { statusOf } from './status-of';

/** Seconds after which a request that AWS did not answer is worth another try. */
const RETRY_AFTER_SECONDS = '2';

/** Problem details (RFC 9457). An error without a code is ours: its message stays in the log. */
export function problemOf(error: unknown, requestId: string): Answer {
  if (!isCoded(error)) return unexpected(requestId);
  const { code, message, fix, faults } = error;
  const status = statusOf(error);
  const problem = {
    type: `urn:carillon:error:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
    fix,
    ...(faults.length > 0 && { errors: faults.map(faultDocument) }),
    ...(error instanceof PublishError && { id: error.notification.id, time: error.notification.time }),
    requestId,
  };
  return {
    status,
    body: problem,
    headers: { ...PROBLEM, ...(status === 503 && { 'retry-after': RETRY_AFTER_SECONDS }) },
  };
}

/** By its name: a lazy file of the bundle has a class of its own. */
const isCoded = (error: unknown): error is CodedError => error instanceof Error && error.name === 'CodedError';

const PROBLEM = { 'content-type': 'application/problem+json' };

function unexpected(requestId: string): Answer {
  const body = {
    type: 'urn:carillon:error:api.internal',
    title: STATUS_CODES[500],
    status: 500,
    detail: 'the request failed; the fault is not yours',
    code: 'api.internal',
    fix: 'try it again; if it fails again, tell the operators the requestId',
    requestId,
  };
  return { status: 500, body, headers: PROBLEM };
}

const faultDocument = ({ code, path, message, ...fault }: Fault & Partial<PartFault>) => ({
  code,
  in: fault.in ?? 'body',
  pointer: path,
  detail: message,
  ...(fault.line !== undefined && { line: fault.line }),
});

/** For the log: what an operator needs to know of an error that is ours. */
export const loggedError = (error: unknown): Readonly<Record<string, string>> => ({
  error: describeError(error),
  at: error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 4).join(' ').trim() : '',
});
