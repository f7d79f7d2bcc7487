import { fromBase64, parseJson } from './binary-json';

/** JSON of DynamoDB; its binary attributes are base64. They are rare, so most texts are not searched for them. */
export const parseItems = (text: string): Readonly<Record<string, unknown>> => {
  const parsed = parseJson(text);
  if (/"BS?"\s*:/.test(text)) decodeBytes(parsed);
  return parsed;
};

/** In place. `B` and `BS` may name attributes, too: then their values are objects. */
function decodeBytes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const attribute = value as { B?: unknown; BS?: unknown };
  if (typeof attribute.B === 'string') attribute.B = fromBase64(attribute.B);
  else if (isStrings(attribute.BS)) attribute.BS = attribute.BS.map(fromBase64);
  else for (const member of Object.values(value)) decodeBytes(member);
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
