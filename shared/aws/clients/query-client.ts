import { awsClient, type ClientOptions } from './aws-client';
import { formFields } from './form-fields';
import { ServiceError } from './service-error';
import type { Response } from './transport';
import { xmlText } from './xml-text';

/** A service with the AWS Query protocol: the form names the operation, and the response is XML. */
export interface QueryService {
  /** Such as `sns`. */
  readonly name: string;
  /** @default `name` */
  readonly endpointPrefix?: string;
  /** Of the API, such as `2010-03-31`. */
  readonly version: string;
}

/**
 * @returns the text of an XML element of the response by its name, unescaped; undefined if there is none
 * @throws ServiceError as the service documents its errors; Error for a connection that failed
 */
export type QueryCall = (operation: string, input: object) => Promise<(element: string) => string | undefined>;

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

export function queryClient({ version: Version, ...service }: QueryService, options: ClientOptions): QueryCall {
  const post = awsClient({ ...service, contentType: CONTENT_TYPE }, options);
  return async (Action, input) => post(formFields({ Action, Version, ...input }).join('&'), {}, read);
}

function read({ status, headers, text }: Response): (element: string) => string | undefined {
  const element = (name: string) => xmlText(text, name);
  if (status === 200) return element;
  const message = element('Message') ?? `status ${status}`;
  throw new ServiceError(element('Code') ?? `HTTP ${status}`, message, status, headers);
}
