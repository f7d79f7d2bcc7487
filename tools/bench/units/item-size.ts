import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

/**
 * Bytes of an item: names and values.
 *
 * @see Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats"
 */
export const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

/** Of a list or map: three bytes, and one more for each element. */
const NESTED_BYTES = 3;

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  // Binary values of a request are base64.
  if (value.B !== undefined) return Buffer.from(String(value.B), 'base64').length;
  if (value.L !== undefined) return value.L.reduce((sum, element) => sum + valueSize(element) + 1, NESTED_BYTES);
  if (value.M !== undefined) return NESTED_BYTES + itemSize(value.M) + Object.keys(value.M).length;
  throw new Error(`the size of ${JSON.stringify(value)} is not known here`);
}

/** About one byte for two significant digits, and one more; another for the sign. */
function numberSize(text: string): number {
  const digits = text.replace(/^-/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
