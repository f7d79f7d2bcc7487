import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CodedError, type Fault } from '../../../../shared/domain/kit/errors/coded-error';
import { duplicateKeys } from '../../../../shared/domain/kit/json/duplicate-keys';
import { findJsonFault } from '../../../../shared/operations/entries/find-json-fault';
import { inPart, invalidRequest } from './api-error';

/** As much as a notification may have, which is SNS's limit. */
export const MAX_BODY_BYTES = 262_144;

/**
 * The body as text.
 *
 * @throws CodedError `api.body_too_large`, `api.media_type`, `api.request_invalid` for a body that is not UTF-8
 */
export function bodyText(event: APIGatewayProxyEventV2, media: readonly string[]): string {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge(bytes.length);
  if (bytes.length > 0) assertMedia(event.headers['content-type'], media);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalidRequest(inPart('body', [{ code: 'json.malformed', path: '', message: 'the body is not UTF-8' }]));
  }
}

const tooLarge = (bytes: number): CodedError =>
  new CodedError(
    'api.body_too_large',
    `the body has ${bytes} bytes, allowed are ${MAX_BODY_BYTES}`,
    'send fewer notifications at once, or a link to the data',
  );

/** The media type of a content type, without parameters, in lower case. */
export const mediaTypeOf = (contentType = ''): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** Parameters other than `charset=utf-8` are refused, as another character set would be read wrongly. */
function assertMedia(contentType = '', media: readonly string[]): void {
  const [, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (media.includes(mediaTypeOf(contentType)) && parameters.every((one) => /^(charset="?utf-8"?)?$/.test(one))) return;
  throw new CodedError(
    'api.media_type',
    `the content type is '${contentType.slice(0, 100)}', allowed are ${media.join(', ')} in UTF-8`,
    'set the header content-type to what the body is',
  );
}

/**
 * The value of a JSON text. Faults: syntax, and keys that an object has twice, of which readers take either.
 *
 * @throws CodedError `api.request_invalid`
 */
export function parseBody(text: string): unknown {
  const faults = syntaxFaults(text);
  if (faults.length > 0) throw invalidRequest(inPart('body', faults));
  return JSON.parse(text);
}

function syntaxFaults(text: string): Fault[] {
  const fault = findJsonFault(text);
  if (fault === undefined) return duplicateKeys(text);
  const { line, column, found, expected } = fault;
  const message = `line ${line}, column ${column}: found ${found === '' ? 'the end' : JSON.stringify(found)}, expected ${expected}`;
  return [{ code: 'json.malformed', path: '', message }];
}
