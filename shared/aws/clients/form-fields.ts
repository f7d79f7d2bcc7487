import { toBase64 } from './binary-json';

/**
 * The fields of a form as the AWS Query protocol writes a value: members of a structure by their names, those of a list by
 * `member.<n>`, binary values as base64. An empty list has a field without a value; what is undefined has none.
 *
 * @param name of the field; empty for the whole input
 */
export function formFields(value: unknown, name = ''): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [field(name, String(value))];
  if (value instanceof Uint8Array) return [field(name, toBase64(value))];
  if (Array.isArray(value))
    return value.length === 0
      ? [field(name, '')]
      : value.flatMap((one, n) => formFields(one, `${name}.member.${n + 1}`));
  return Object.entries(value).flatMap(([member, one]) => formFields(one, name === '' ? member : `${name}.${member}`));
}

const field = (name: string, value: string): string => `${name}=${encodeURIComponent(value)}`;
