import { serializeJson } from '../../kit/json/json';
import type { FormattedRequest } from './formatted-request';

/** The type of `data` of an event that does not name it (CloudEvents JSON format 1.0.2, section 3.1). */
const JSON_DATA = 'application/json';

/**
 * The event in binary mode: `data` is the body, `datacontenttype` the content type, and every other attribute a header.
 *
 * @param event a parsed CloudEvent in JSON whose data is a JSON value
 * @see CloudEvents, HTTP Protocol Binding 1.0.2, section 3.1
 */
export function binaryMode(event: Readonly<Record<string, unknown>>): FormattedRequest {
  const { data, datacontenttype = JSON_DATA, ...attributes } = event;
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, percentEncoded(String(value))]);
  return {
    headers: { 'content-type': String(datacontenttype), ...Object.fromEntries(headers) },
    body: serializeJson(data),
  };
}

/** All but printable ASCII, and of that the space, the double quote and the percent sign. `u`: by code point. */
const TO_ENCODE = /[^\x21\x23\x24\x26-\x7E]/gu;

/** Percent-encoding of a header value: section 3.1.3.2. Lone surrogates, which no attribute has, become U+FFFD. */
export const percentEncoded = (text: string): string =>
  text.replace(TO_ENCODE, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
