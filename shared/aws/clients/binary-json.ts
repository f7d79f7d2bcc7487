/** JSON as the AWS JSON protocol writes it: binary values are strings in base64. */
export const binaryJson = (input: object): string => JSON.stringify(input, hasBytes(input) ? base64 : undefined);

/** Binary values are rare, and a replacer makes `JSON.stringify` twice as slow. */
function hasBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Uint8Array || Object.values(value).some(hasBytes);
}

/** `this[key]` is the value before `toJSON`, which a Buffer has. */
function base64(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const raw = this[key];
  return raw instanceof Uint8Array ? toBase64(raw) : value;
}

export const toBase64 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** A copy of its own: a Buffer may be a view of a pool that has other data, too. */
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** A response without a body stands for an object without members. */
export const parseJson = (text: string): Readonly<Record<string, unknown>> => (text === '' ? {} : JSON.parse(text));
