import { awsClient, type ClientOptions } from './aws-client';
import { formFields } from './form-fields';
import { ServiceError } from './service-error';
import type { Response } from './transport';
import { xmlMembers, xmlText } from './xml-text';

/** A service with the AWS Query protocol: the form names the operation, and the response is XML. */
export interface QueryService {
  /** Such as `sns`. */
  readonly name: string;
  /** @default `name` */
  readonly endpointPrefix?: string;
  /** Of the API, such as `2010-03-31`. */
  readonly version: string;
}

/** Reads an XML element of a response by its name. */
export interface Element {
  /** Its text, unescaped; undefined if there is none. */
  (name: string): string | undefined;
  /** Readers of the members of a list. */
  members(name: string): ((name: string) => string | undefined)[];
}

/**
 * @throws ServiceError as the service documents its errors; Error for a connection that failed
 */
export type QueryCall = (operation: string, input: object) => Promise<Element>;

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

export function queryClient({ version: Version, ...service }: QueryService, options: ClientOptions): QueryCall {
  const post = awsClient({ ...service, contentType: CONTENT_TYPE }, options);
  return async (Action, input) => post(formFields({ Action, Version, ...input }).join('&'), {}, read);
}

function read({ status, headers, text }: Response): Element {
  const members = (name: string) => xmlMembers(text, name);
  const element = Object.assign((name: string) => xmlText(text, name), { members });
  if (status === 200) return element;
  const message = element('Message') ?? `status ${status}`;
  throw new ServiceError(element('Code') ?? `HTTP ${status}`, message, status, headers);
}
