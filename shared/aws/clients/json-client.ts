import { awsClient, type ClientOptions, type RetryDefaults } from './aws-client';
import { binaryJson, parseJson } from './binary-json';
import { errorName, ServiceError } from './service-error';
import type { Response } from './transport';

/** A service with the AWS JSON protocol: the header `x-amz-target` names the operation. */
export interface JsonService {
  /** Such as `dynamodb`. */
  readonly name: string;
  /** Prefix of `x-amz-target`, such as `DynamoDB_20120810`. */
  readonly target: string;
  readonly protocol: '1.0' | '1.1';
  readonly retries?: RetryDefaults;
  /** Reads the JSON of a response, or of an error, which may have an item. @default without binary values */
  readonly parse?: (text: string) => Output;
  /** Classes of errors by name. @default ServiceError for all */
  readonly errorClass?: (name: string) => typeof ServiceError;
}

export type Output = Readonly<Record<string, unknown>>;

/** @throws ServiceError as the service documents its errors; Error for a connection that failed */
export type JsonCall = (operation: string, input: object) => Promise<Output>;

export function jsonClient(service: JsonService, options: ClientOptions): JsonCall {
  const { name, target, protocol, retries } = service;
  const post = awsClient(
    { name, contentType: `application/x-amz-json-${protocol}`, ...(retries && { retries }) },
    options,
  );
  const { parse = parseJson } = service;
  const read = (response: Response) => {
    if (response.status === 200) return parse(response.text);
    throw errorOf(service, response);
  };
  return async (operation, input) => post(binaryJson(input), { 'x-amz-target': `${target}.${operation}` }, read);
}

function errorOf({ parse = parseJson, errorClass = () => ServiceError }: JsonService, response: Response): Error {
  const { status, headers, text } = response;
  const body = membersOf(text, parse);
  const type = body.__type ?? body.code ?? headers['x-amzn-errortype'];
  const name = errorName(String(type ?? `HTTP ${status}`));
  const message = String(body.message ?? body.Message ?? `status ${status}`);
  const { Item, CancellationReasons } = body;
  return Object.assign(new (errorClass(name))(name, message, status, headers), { Item, CancellationReasons });
}

/** A load balancer may answer with HTML. */
function membersOf(text: string, parse: (text: string) => Output): Output {
  try {
    return { ...parse(text) };
  } catch {
    return {};
  }
}
