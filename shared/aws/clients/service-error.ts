import type { IncomingHttpHeaders } from 'node:http';

export interface ErrorMetadata {
  readonly httpStatusCode: number;
  /** Of the service, by which AWS Support finds a call. */
  readonly requestId?: string;
}

/** An error that an AWS service answered with. Members are named as in the AWS SDK, because the adapters work with both. */
export class ServiceError extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: ErrorMetadata;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;

  constructor(name: string, message: string, status: number, headers: IncomingHttpHeaders = {}) {
    super(message);
    this.name = name;
    this.$fault = status < 500 ? 'client' : 'server';
    const requestId = headers['x-amzn-requestid'];
    this.$metadata = { httpStatusCode: status, ...(requestId !== undefined && { requestId: String(requestId) }) };
    const wait = waitOf(headers);
    if (wait > 0) this.retryAfterMs = wait;
  }
}

/** NaN if the response asks for none, or for a date, which no AWS service documents. */
const waitOf = ({ 'x-amz-retry-after': ms, 'retry-after': seconds }: IncomingHttpHeaders): number =>
  ms === undefined ? Number(seconds) * 1_000 : Number(ms);

/**
 * The error's name, without its namespace: `com.amazonaws.dynamodb.v20120810#ValidationException`, and without what some
 * services append after a colon (a URI) or a comma.
 */
export const errorName = (type: string): string => {
  const [name = type] = type.split(/[,:]/, 1);
  return name.slice(name.indexOf('#') + 1);
};
