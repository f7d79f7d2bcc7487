import type { Fault } from '../kit/errors/coded-error';

export const MAX_HEADERS = 20;
/** Total length of all names and values, in characters. */
export const MAX_HEADERS_LENGTH = 4_096;

type Headers = readonly (readonly [name: string, value: string])[];

/**
 * All faults of an endpoint's static headers. Messages never contain a value, which may be a credential.
 *
 * @see RFC 9110, sections 5.1 and 5.5; values are stricter: visible ASCII, spaces and tabs between
 */
export function endpointHeaderFaults(headers: Headers): Fault[] {
  return [
    ...headers.flatMap(([name, value]) => [...nameFaults(name), ...valueFaults(name, value)]),
    ...duplicateFaults(headers.map(([name]) => name.toLowerCase())),
    ...sizeFaults(headers),
  ];
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;
const VALUE = /^[!-~]([\t -~]*[!-~])?$/;

/** Carillon's own headers, headers that frame the message, and headers for proxies and connections. */
const RESERVED =
  /^(webhook-.*|content-.*|proxy-.*|sec-.*|accept-encoding|alt-used|connection|date|expect|host|http2-settings|keep-alive|te|trailer|transfer-encoding|upgrade|user-agent|via)$/;

const nameFaults = (name: string): Fault[] => {
  const shown = JSON.stringify(name.slice(0, 64));
  if (!TOKEN.test(name))
    return [fault(name, 'name', `${shown} is no name of a header, expected 1 to 64 of A–Z a–z 0–9 -`)];
  if (!RESERVED.test(name.toLowerCase())) return [];
  return [
    fault(name, 'reserved', `header ${shown} is set by Carillon or by HTTP; choose another name, such as x-${name}`),
  ];
};

const valueFaults = (name: string, value: string): Fault[] =>
  VALUE.test(value)
    ? []
    : [
        fault(
          name,
          'value',
          'the value is empty, begins or ends with a space, or has more than visible ASCII; change it',
        ),
      ];

const duplicateFaults = (names: readonly string[]): Fault[] =>
  [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) =>
    fault(name, 'duplicate', `header ${JSON.stringify(name.slice(0, 64))} is there twice, allowed once`),
  );

function sizeFaults(headers: readonly (readonly [string, string])[]): Fault[] {
  const length = headers.flat().reduce((sum, text) => sum + text.length, 0);
  return [
    ...(headers.length <= MAX_HEADERS ? [] : [tooLarge(`${headers.length} headers, allowed are ${MAX_HEADERS}`)]),
    ...(length <= MAX_HEADERS_LENGTH ? [] : [tooLarge(`${length} characters, allowed are ${MAX_HEADERS_LENGTH}`)]),
  ];
}

const tooLarge = (seen: string): Fault => ({
  code: 'webhook.header.too_large',
  path: '/headers',
  message: `the headers have ${seen} in all; send fewer`,
});

const fault = (name: string, reason: string, message: string): Fault => ({
  code: `webhook.header.${reason}`,
  path: `/headers/${name.slice(0, 64)}`,
  message,
});

/** The current headers without those removed or replaced, followed by the given ones. */
export function updatedHeaders(current: Headers, given: Headers, removed: readonly string[]): Headers {
  const replaced = [...removed, ...given.map(([name]) => name)].map((name) => name.toLowerCase());
  return [...current.filter(([name]) => !replaced.includes(name)), ...given];
}
