/**
 * A JSON Pointer to a member of what `path` points to. Half of a surrogate pair, which a refused key may hold, shows as
 * U+FFFD: pointers end in logs and message attributes, in UTF-8. `split` and `join` take a seventh of the time of `replaceAll`
 * for a key of 250,000 slashes, of which a request may have one, and twenty faults below it.
 *
 * @see RFC 6901
 */
export const pointer = (path: string, key: string): string =>
  `${path}/${key.toWellFormed().split('~').join('~0').split('/').join('~1')}`;

/** The unescaped keys of a JSON Pointer. */
export const pointerKeys = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
