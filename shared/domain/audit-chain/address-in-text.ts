/** The last letter of an escape such as `\n`, `\u003c` or `%3C` is not part of the address that follows. */
const BEFORE = String.raw`(?<=^|[^\w.+~-]|\\[bfnrt]|\\u[0-9a-f]{4}|%[0-9a-f]{2})`;
/** A full stop after the address may end a sentence. */
const AFTER = String.raw`(?![\w-]|\.\w)`;

/**
 * Whether a text, or any text nested in a value, contains the address, in any case. Not as part of a longer address:
 * `joann@…` does not contain `ann@…`.
 */
export const names = (value: unknown, address: string): boolean =>
  typeof value === 'string'
    ? pattern(address).test(value)
    : Object.entries(Object(value))
        .flat()
        .some((member) => names(member, address));

/** Replaces each occurrence of the address in the text. */
export const replaceAddress = (text: string, address: string, replacement: string): string =>
  text.replace(pattern(address), () => replacement);

const pattern = (address: string): RegExp =>
  new RegExp(`${BEFORE}${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${AFTER}`, 'gim');
