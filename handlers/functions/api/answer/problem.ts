import { STATUS_CODES } from 'node:http';
import type { CodedError, Fault } from '../../../../shared/domain/kit/errors/coded-error';
import { describeError } from '../../../../shared/domain/kit/errors/describe-error';
import { PublishError } from '../../../../shared/producer/publish-error';
import type { Answer } from '../api-route';
import type { PartFault } from '../request/api-error';
import { faultDocument, shortDetail } from './fault-document';
import { statusOf } from './status-of';
import { UNCONFIRMED } from './unconfirmed';

/** Details of codes whose messages name resources and answers of AWS, which stay in the log. */
const DETAILS: Readonly<Record<string, string>> = {
  'producer.throttled': UNCONFIRMED,
  'producer.unreachable': UNCONFIRMED,
  'producer.failed': UNCONFIRMED,
  'cli.replay_incomplete': 'not every delivery could be sent to its queue',
};

/**
 * Problem details (RFC 9457). An error without a code, or with one that no route should end with, is ours: its message stays
 * in the log.
 */
export function problemOf(error: unknown, requestId: string): Answer {
  if (!isCoded(error)) return unexpected(requestId);
  const { code, message, fix, faults } = error;
  const status = statusOf(error);
  if (status === undefined) return unexpected(requestId);
  const body = {
    type: `urn:carillon:error:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: DETAILS[code] ?? shortDetail(message),
    code,
    fix,
    ...(faults.length > 0 && { errors: faults.map(inRequest) }),
    ...(error instanceof PublishError && again(error)),
    requestId,
  };
  return { status, body, headers: PROBLEM };
}

/** By its name: a lazy file of the bundle has a class of its own. */
const isCoded = (error: unknown): error is CodedError => error instanceof Error && error.name === 'CodedError';

/** SNS may have the notification: only the same id and time make the next try idempotent. */
const again = ({ notification: { id, time } }: PublishError) => ({
  id,
  time,
  fix: `publish it again with id ${id} and time ${time}`,
});

const inRequest = (fault: Fault & Partial<PartFault>) => ({ in: fault.in ?? 'body', ...faultDocument(fault) });

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

/** For the log: what an operator needs to know of an error that is ours. */
export const loggedError = (error: unknown): Readonly<Record<string, string>> => ({
  error: describeError(error),
  at: error instanceof Error ? framesOf(error).slice(0, 3).join(' ') : '',
});

/** The stack without the message, whose further lines it repeats. */
const framesOf = ({ stack = '' }: Error): string[] =>
  stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
