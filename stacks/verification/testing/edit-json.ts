/** Path to a JSON value, also into strings that contain JSON, such as a policy. */
export type Path = readonly string[];

/** Parsed JSON object or list; undefined for other text, such as patterns of metric filters, which begin with a brace too. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' && /^[{[]["{\]}]/.test(value) ? JSON.parse(value) : undefined;
}

/** Every value below this one with its path, in pre-order. Skips `//`, CDKTF's metadata. */
export function* valuesIn(node: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  const container = parsed(node) ?? node;
  if (typeof container !== 'object' || container === null) return;
  for (const [key, value] of Object.entries(container)) {
    if (key === '//') continue;
    yield { path: [...path, key], value };
    yield* valuesIn(value, [...path, key]);
  }
}

/** Copy with another value at a path; `undefined` removes it. Shares all other values with the original. */
export function editJson(node: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof node === 'string') return JSON.stringify(editJson(JSON.parse(node), [key, ...rest], value));
  const next = editJson(Reflect.get(Object(node), key), rest, value);
  if (Array.isArray(node)) return next === undefined ? node.toSpliced(Number(key), 1) : node.with(Number(key), next);
  const { [key]: _, ...others } = node as Record<string, unknown>;
  return next === undefined ? others : { ...(node as object), [key]: next };
}
