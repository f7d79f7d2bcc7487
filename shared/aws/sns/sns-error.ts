import { isObject } from '../../domain/filter-policy/filter-policy';
import { CodedError } from '../../domain/kit/errors/coded-error';

type Kind = readonly [names: RegExp, code: string, fix: string];

/** The first kind that matches applies: by the error's name, or by its code for a network error. */
const KINDS: readonly Kind[] = [
  [
    /^(AuthorizationError|AccessDenied|KMSAccessDenied|KMSOptInRequired)/,
    'producer.not_authorized',
    "allow the producer's role sns:Publish on the topic; the stack's output producer_policy is that policy",
  ],
  [/^(NotFound|ResourceNotFound)/, 'producer.topic_not_found', "use the stack's output topic_arn"],
  [
    /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown/,
    'producer.throttled',
    'publish it again later with the same id and time, or raise the quota of SNS publishes',
  ],
  [
    /^(CredentialsProviderError|TokenProviderError|Expired|RequestExpired|InvalidClientTokenId|InvalidSecurity|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/,
    'producer.credentials',
    'give the producer valid credentials: a role, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ],
  [
    /^(E[A-Z_]+|TimeoutError|RequestTimeout|NetworkingError|AbortError)$/,
    'producer.unreachable',
    'check the network and AWS_ENDPOINT_URL, then publish it again with the same id and time',
  ],
  [/^(InvalidParameter|Validation)/, 'producer.refused', 'compare topicArn and the version of the stack'],
];
const UNKNOWN = ['producer.failed', 'publish it again with the same id and time'] as const;

/**
 * The coded error, with a fix, of an SNS call that failed after the client's retries. Its `cause` is the original error.
 */
export function snsError(error: unknown, topicArn: string): CodedError {
  const { name, code, message } = describe(error);
  const kind = KINDS.find(([names]) => names.test(name) || names.test(code));
  const [ourCode, fix] = kind ? [kind[1], kind[2]] : UNKNOWN;
  const what = [name, code, message].filter((part, at, parts) => part !== '' && parts.indexOf(part) === at).join(': ');
  const coded = new CodedError(ourCode, `publishing to ${topicArn} failed: ${what}`, fix);
  coded.cause = error;
  return coded;
}

/** Tolerates missing parts: a connection refused on several addresses has a code and no message. */
function describe(error: unknown): { name: string; code: string; message: string } {
  const parts: Readonly<Record<string, unknown>> = isObject(error) ? error : { message: String(error) };
  return { name: text(parts.name), code: text(parts.code), message: text(parts.message) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
