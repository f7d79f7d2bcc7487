import { awsClient, type ClientOptions } from './aws-client';
import { errorName, ServiceError } from './service-error';
import type { Response } from './transport';

/** A service with the AWS JSON protocol: the header `x-amz-target` names the operation. */
export interface JsonService {
  /** Such as `dynamodb`. */
  readonly name: string;
  /** Prefix of `x-amz-target`, such as `DynamoDB_20120810`. */
  readonly target: string;
  readonly protocol: '1.0' | '1.1';
}

/**
 * @param body the input, as the protocol writes it
 * @returns the text of the response
 * @throws ServiceError as the service documents its errors; Error for a connection that failed
 */
export type JsonCall = (operation: string, body: string) => Promise<string>;

/** @param parse reads the JSON of an error, which may have an item */
export function jsonClient(
  { name, target, protocol }: JsonService,
  options: ClientOptions,
  parse: (text: string) => unknown = JSON.parse,
): JsonCall {
  const post = awsClient({ name, contentType: `application/x-amz-json-${protocol}` }, options);
  return (operation, body) =>
    post(body, { 'x-amz-target': `${target}.${operation}` }, (response) => textOf(response, parse));
}

function textOf({ status, headers, text }: Response, parse: (text: string) => unknown): string {
  if (status === 200) return text;
  const body = parsed(text, parse);
  const type = String(headers['x-amzn-errortype'] ?? body.__type ?? `HTTP ${status}`);
  const error = new ServiceError(errorName(type), String(body.message ?? body.Message ?? `status ${status}`), status);
  throw Object.assign(error, { Item: body.Item, CancellationReasons: body.CancellationReasons });
}

/** A load balancer may answer with HTML. */
function parsed(text: string, parse: (text: string) => unknown): Record<string, unknown> {
  try {
    return { ...(parse(text) as object) };
  } catch {
    return {};
  }
}
