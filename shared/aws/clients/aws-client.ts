import { version } from '../../../package.json';
import { retryQuota, withRetries } from './retry';
import { signer } from './sign-request';
import { type Response, type TransportOptions, transportTo } from './transport';

export interface Service {
  /** Name in `AWS_ENDPOINT_URL_<NAME>`, of the signature and, unless it is given, of the endpoint. */
  readonly name: string;
  /** First label of the host name. @default `name` */
  readonly endpointPrefix?: string;
  readonly contentType: string;
  /** @default three attempts, 50 ms */
  readonly retries?: RetryDefaults;
}

export interface RetryDefaults {
  readonly maxAttempts: number;
  /** Longest wait before the first retry, unless the service throttled. */
  readonly baseMs: number;
}

export interface ClientOptions extends TransportOptions {
  /** @default of the service */
  readonly maxAttempts?: number;
}

/**
 * @param headers of this request, in lower case
 * @param read the text of a response of 200
 * @throws what `read` throws; Error for a connection that failed
 */
export type Post = <Result>(
  body: string,
  headers: Readonly<Record<string, string>>,
  read: (response: Response) => Result,
) => Promise<Result>;

/**
 * Calls a service with what a Lambda function has: region and credentials in its environment, which do not change in the
 * life of a process.
 */
export function awsClient(service: Service, { maxAttempts, ...options }: ClientOptions = {}): Post {
  const region = process.env.AWS_REGION ?? '';
  const endpoint = endpointOf(service, region);
  const sign = signer(credentials(), { region, service: service.name });
  const transport = transportTo(endpoint, options);
  const defaults = service.retries ?? { maxAttempts: 3, baseMs: 50 };
  const retries = { ...defaults, ...(maxAttempts !== undefined && { maxAttempts }), quota: retryQuota() };
  const fixed = { host: endpoint.host, 'content-type': service.contentType };
  return (body, headers, read) =>
    withRetries(async () => {
      const signed = sign({ ...fixed, ...headers }, body, new Date());
      return read(await transport([...Object.entries(signed).flat(), ...USER_AGENT, ...traceHeader()], body));
    }, retries);
}

/** Not signed, as in AWS SDKs: a proxy may change it. */
const USER_AGENT = ['user-agent', `Carillon/${version}`];

/** Lambda's recursive loop detection, and X-Ray, follow this header from service to service. */
const traceHeader = (): readonly string[] => {
  const { AWS_LAMBDA_FUNCTION_NAME, _X_AMZN_TRACE_ID: trace } = process.env;
  return AWS_LAMBDA_FUNCTION_NAME !== undefined && trace ? ['x-amzn-trace-id', trace] : [];
};

function credentials() {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN: sessionToken } = process.env;
  const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return sessionToken ? { ...keys, sessionToken } : keys;
}

/** As AWS SDKs choose it: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, or the region's. Regions: `ses-regions.ts`. */
const endpointOf = ({ name, endpointPrefix = name }: Service, region: string): URL =>
  new URL(
    process.env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] ||
      process.env.AWS_ENDPOINT_URL ||
      `https://${endpointPrefix}.${region}.amazonaws.com`,
  );
