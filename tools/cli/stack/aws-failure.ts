import { CodedError } from '../../../shared/domain/kit/errors/coded-error';

type Kind = readonly [names: RegExp, code: string, fix: string];

/** The first that matches the error's name, or its code where the network failed. */
const KINDS: readonly Kind[] = [
  [
    /^(CredentialsProviderError|TokenProviderError)$/,
    'cli.no_credentials',
    'sign in to AWS: AWS_PROFILE, `aws sso login`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ],
  [
    /^(Expired|RequestExpired|InvalidClientTokenId|InvalidSecurity|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId|InvalidSignature)/,
    'cli.credentials_refused',
    'sign in to AWS again, to the account of the stack',
  ],
  [
    /^(AccessDenied|AuthorizationError)/,
    'cli.not_authorized',
    'allow your role the action that the message names, on what it names',
  ],
  [
    /^ResourceNotFoundException$/,
    'cli.table_not_found',
    'compare account, region and outputs, these credentials see no such table there; for a local stack npm start',
  ],
  [
    /^(E(?!RR_)[A-Z_]+|ERR_(TLS|SSL)_\w+|\w*CERT\w*|TimeoutError|RequestTimeout|NetworkingError|AbortError)$/,
    'cli.unreachable',
    'check the network, the region of the outputs, and AWS_ENDPOINT_URL',
  ],
];
const UNKNOWN = [
  'cli.aws_failed',
  'try it again; otherwise look the error up in the documentation of DynamoDB',
] as const;

/** Waits for a call of AWS; where it fails, says so in terms of what to do about it. */
export async function orAwsFailure<Result>(call: Promise<Result>, what: string): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof CodedError || !isFromAws(error) ? error : awsFailure(error, what);
  }
}

/** The same of each step of a list that is read page by page. */
export async function* eachOrAwsFailure<Item>(list: AsyncIterable<Item>, what: string): AsyncGenerator<Item> {
  const items = list[Symbol.asyncIterator]();
  const next = () => orAwsFailure(items.next(), what);
  for (let step = await next(); !step.done; step = await next()) yield step.value;
}

type AwsError = Error & { readonly code?: string };

/** Errors of services and of the network; what is left is our own. */
const isFromAws = (error: unknown): error is AwsError =>
  error instanceof Error && ('$metadata' in error || find(error) !== undefined);

const find = ({ name, code = '' }: AwsError): Kind | undefined =>
  KINDS.find(([names]) => names.test(name) || names.test(code));

/** A refused connection on several addresses has a code and no message. */
function awsFailure(error: AwsError, what: string): CodedError {
  const kind = find(error);
  const [code, fix] = kind ? [kind[1], kind[2]] : UNKNOWN;
  const parts = [error.name, error.code ?? '', error.message].filter((part) => part !== '' && part !== 'Error');
  return new CodedError(code, `${what} failed: ${[...new Set(parts)].join(': ')}`, fix);
}
