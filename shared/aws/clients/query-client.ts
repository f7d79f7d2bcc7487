import { awsClient, type ClientOptions } from './aws-client';
import { ServiceError } from './service-error';
import type { Response } from './transport';

/** A service with the AWS Query protocol: the form names the operation, and the response is XML. */
export interface QueryService {
  /** Such as `sns`. */
  readonly name: string;
  /** @default `name` */
  readonly signingName?: string;
  /** @default `name` */
  readonly endpointPrefix?: string;
  /** Of the API, such as `2010-03-31`. */
  readonly version: string;
}

/** Name and value of a form field; undefined leaves it out. */
export type Field = readonly [name: string, value: string | undefined];

/**
 * @returns the text of an XML element of the response by its name, unescaped; undefined if there is none
 * @throws ServiceError as the service documents its errors; Error for a connection that failed
 */
export type QueryCall = (
  operation: string,
  fields: readonly Field[],
) => Promise<(element: string) => string | undefined>;

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

export function queryClient({ version, ...service }: QueryService, options: ClientOptions): QueryCall {
  const post = awsClient({ ...service, contentType: CONTENT_TYPE }, options);
  return (operation, fields) => {
    const all: readonly Field[] = [['Action', operation], ['Version', version], ...fields];
    const body = all.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
    return post(body.join('&'), {}, read);
  };
}

function read({ status, text }: Response): (element: string) => string | undefined {
  const element = (name: string) => textOf(text, name);
  if (status === 200) return element;
  throw new ServiceError(element('Code') ?? `HTTP ${status}`, element('Message') ?? `status ${status}`, status);
}

/** Elements of the responses that functions read have text alone, and a name that occurs once. */
function textOf(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  return start < 0 || end < 0 ? undefined : unescaped(xml.slice(start + name.length + 2, end));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name = '') => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal === undefined ? (ENTITIES[name] ?? whole) : String.fromCodePoint(Number(decimal));
  });
