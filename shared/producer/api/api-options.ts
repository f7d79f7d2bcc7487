import { CodedError } from '../../domain/kit/errors/coded-error';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

type Given<Value> = Value | (() => Value | Promise<Value>);

/** How the HTTP API is reached. It needs a `token` or `credentials`. */
export interface ApiOptions {
  /** The stack's output `api_url`. */
  readonly endpoint: string;
  /** A token of the environment's issuer, without `Bearer`; or a function that returns it, called for each request. */
  readonly token?: Given<string>;
  /** AWS credentials to sign with, or a provider of the AWS SDK, called for each request. */
  readonly credentials?: Given<AwsCredentials>;
  /** AWS region to sign for. @default that of the endpoint's host name */
  readonly region?: string;
  /** @default the global one */
  readonly fetch?: Fetch;
}

/** What is used of `fetch`. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly signal: AbortSignal;
    readonly redirect: 'manual';
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

/** Where notifications are posted, and how a request is authorized. */
export interface ApiTarget {
  readonly url: string;
  readonly fetch: Fetch;
  readonly authorization:
    | { readonly token: Given<string> }
    | { readonly credentials: Given<AwsCredentials>; readonly region: string };
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const REGION = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/;

/** @throws CodedError `producer.endpoint`, `producer.credentials` */
export function apiTarget({ endpoint, token, credentials, region, fetch = globalThis.fetch }: ApiOptions): ApiTarget {
  const url = apiUrl(endpoint);
  const post = (prefix: string) => `${url.href.replace(/\/$/, '')}${prefix}/v1/notifications`;
  // Called with the global object as `this`, which some runtimes require.
  const call: Fetch = (to, request) => fetch(to, request);
  if (token !== undefined) return { url: post('/oidc'), fetch: call, authorization: { token } };
  if (credentials === undefined) throw noCredentials();
  const signedFor = region ?? REGION.exec(url.hostname)?.[1];
  if (signedFor === undefined) throw noRegion(url);
  return { url: post(''), fetch: call, authorization: { credentials, region: signedFor } };
}

function apiUrl(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (url !== undefined && isSafe && url.search === '' && url.hash === '' && url.username === '') return url;
  throw new CodedError(
    'producer.endpoint',
    `endpoint is ${JSON.stringify(endpoint)}, expected an https URL without query, such as https://a1b2c3.execute-api.eu-central-1.amazonaws.com`,
    "use the stack's output api_url",
  );
}

const noRegion = ({ host }: URL): CodedError =>
  new CodedError(
    'producer.endpoint',
    `the host ${host} of endpoint names no AWS region to sign for`,
    'give createProducer the region of the API',
  );

const noCredentials = (): CodedError =>
  new CodedError(
    'producer.credentials',
    'the API needs to know who publishes, and there is neither token nor credentials',
    'give createProducer a token of your issuer, or credentials such as those of fromNodeProviderChain() of @aws-sdk/credential-providers',
  );

/** The value, or what its function returns now. */
export const current = async <Value>(given: Given<Value>): Promise<Value> =>
  typeof given === 'function' ? (given as () => Value | Promise<Value>)() : given;
