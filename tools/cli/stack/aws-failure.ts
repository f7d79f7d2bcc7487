import { CodedError } from '../../../shared/domain/kit/errors/coded-error';

type Kind = readonly [names: RegExp, code: string, fix: string];

/** The first kind applies whose pattern matches the error's name or, for network errors, its code. */
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
    'allow your role the action on the resource that the message names',
  ],
  [
    /^ResourceNotFoundException$/,
    'cli.table_not_found',
    'check account, region and outputs: these credentials see no such table there; for a local stack run npm start',
  ],
  [
    /^(E(?!RR_)[A-Z_]+|ERR_(TLS|SSL)_\w+|\w*CERT\w*|TimeoutError|RequestTimeout|NetworkingError|AbortError)$/,
    'cli.unreachable',
    'check the network, the region of the outputs, and AWS_ENDPOINT_URL',
  ],
];
const UNKNOWN = [
  'cli.aws_failed',
  'try it again; if it fails again, look the error up in the AWS documentation',
] as const;

/** Awaits an AWS call, and turns its failure into a coded error that says what to do. */
export async function orAwsFailure<Result>(call: Promise<Result>, what: string): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof CodedError || !isFromAws(error) ? error : awsFailure(error, what);
  }
}

/** The same for each item of a paginated list. */
export async function* eachOrAwsFailure<Item>(list: AsyncIterable<Item>, what: string): AsyncGenerator<Item> {
  const items = list[Symbol.asyncIterator]();
  const next = () => orAwsFailure(items.next(), what);
  for (let step = await next(); !step.done; step = await next()) yield step.value;
}

type AwsError = Error & { readonly code?: string };

/** Errors of AWS services and of the network; any other is a bug of ours. */
const isFromAws = (error: unknown): error is AwsError =>
  error instanceof Error && ('$metadata' in error || find(error) !== undefined);

const find = ({ name, code = '' }: AwsError): Kind | undefined =>
  KINDS.find(([names]) => names.test(name) || names.test(code));

/** Joins name, code and message: a connection refused on several addresses has no message. */
function awsFailure(error: AwsError, what: string): CodedError {
  const kind = find(error);
  const [code, fix] = kind ? [kind[1], kind[2]] : UNKNOWN;
  const parts = [error.name, error.code ?? '', error.message].filter((part) => part !== '' && part !== 'Error');
  return new CodedError(code, `${what} failed: ${[...new Set(parts)].join(': ')}`, fix);
}
