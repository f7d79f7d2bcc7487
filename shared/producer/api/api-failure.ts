import { isObject } from '../../domain/filter-policy/filter-policy';
import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { ApiAnswer } from './api-answer';
import type { ApiTarget } from './api-options';

type Kind = readonly [code: string, fix: string];

/** By status, for answers of API Gateway, which are no problem details. */
const KINDS: Readonly<Record<number, Kind>> = {
  401: ['producer.credentials', 'give the producer a valid token of the issuer of the environment'],
  403: [
    'producer.not_authorized',
    'allow the role execute-api:Invoke on POST /v1/notifications, or give the token the role producer; expired credentials, another region and a wrong clock are answered so too',
  ],
  404: ['producer.endpoint', "use the stack's output api_url"],
  413: ['producer.refused', 'send a link to the data instead'],
  429: ['producer.throttled', 'publish it again later with the same id and time, or raise the throttle of the route'],
};
const UNKNOWN: Kind = ['producer.failed', 'publish it again with the same id and time'];

/** Problem details (RFC 9457) of the API. */
interface Problem {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly fix?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
}

/** The coded error of an answer that accepted nothing. */
export function apiFailure({ status, body }: ApiAnswer, { url }: ApiTarget): CodedError {
  const { code, detail, fix, message, errors }: Problem = body;
  const [ourCode, ourFix] = KINDS[status] ?? UNKNOWN;
  const isProblem = typeof code === 'string' && code !== 'api.forbidden' && status < 500;
  const isOfSns = typeof code === 'string' && code.startsWith('producer.');
  const what = [detail, message].find((one) => typeof one === 'string') ?? '';
  return new CodedError(
    isProblem || isOfSns ? code : ourCode,
    `publishing to ${url} failed: HTTP ${status} ${what}`.trim(),
    isProblem && typeof fix === 'string' ? fix : ourFix,
    faultsOf(errors),
  );
}

/** Faults of an answer, whatever it has. */
export const faultsOf = (errors: unknown): readonly Fault[] =>
  Array.isArray(errors) ? errors.filter(isObject).map(faultOf) : [];

const faultOf = ({ code, pointer, detail }: Readonly<Record<string, unknown>>): Fault => ({
  code: String(code),
  path: String(pointer ?? ''),
  message: String(detail),
});

/** @param error of `fetch` */
export function unreachable(error: unknown, { url }: ApiTarget): CodedError {
  const coded = new CodedError(
    'producer.unreachable',
    `publishing to ${url} failed: ${textOf(error)}`,
    'check the network and endpoint, then publish it again with the same id and time',
  );
  coded.cause = error;
  return coded;
}

/** @param error of the function that gives the token or the credentials */
export function unauthorized(error: unknown): CodedError {
  const coded = new CodedError(
    'producer.credentials',
    `there is no token or signature: ${describeError(error)}`,
    'read what the function says that you gave as token or credentials',
  );
  coded.cause = error;
  return coded;
}

/** `fetch` says only that it failed; its cause says why. */
function textOf(error: unknown): string {
  const { name = '', message = '', cause } = error as Partial<Error>;
  const { code = '', message: reason = '' } = (cause ?? {}) as { readonly code?: string; readonly message?: string };
  return [name, message, code, reason]
    .filter((part, at, parts) => part !== '' && parts.indexOf(part) === at)
    .join(': ');
}
