/** Members and indexes that lead to a value of JSON; also into text that is JSON itself, such as a policy. */
export type Path = readonly string[];

/** `undefined` for text that is not an object or a list in JSON. Patterns of metric filters begin with a brace too. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' && /^[{[]["{\]}]/.test(value) ? JSON.parse(value) : undefined;
}

/** Every value below this one with its path, containers before what they contain. Members named `//` are cdktf's own notes. */
export function* valuesIn(node: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  const container = parsed(node) ?? node;
  if (typeof container !== 'object' || container === null) return;
  for (const [key, value] of Object.entries(container)) {
    if (key === '//') continue;
    yield { path: [...path, key], value };
    yield* valuesIn(value, [...path, key]);
  }
}

/**
 * A copy with another value at a path; `undefined` removes it. The copy shares everything beside the path with the
 * original.
 */
export function editJson(node: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof node === 'string') return JSON.stringify(editJson(JSON.parse(node), [key, ...rest], value));
  const next = editJson(Reflect.get(Object(node), key), rest, value);
  if (Array.isArray(node)) return next === undefined ? node.toSpliced(Number(key), 1) : node.with(Number(key), next);
  const { [key]: _, ...others } = node as Record<string, unknown>;
  return next === undefined ? others : { ...(node as object), [key]: next };
}
