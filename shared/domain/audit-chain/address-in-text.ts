/** A letter of an escape such as `\n`, `\u003c` or `%3C` is no part of the address behind it. */
const BEFORE = String.raw`(?<=^|[^\w.+~-]|\\[bfnrt]|\\u[0-9a-f]{4}|%[0-9a-f]{2})`;
/** A full stop may end a sentence. */
const AFTER = String.raw`(?![\w-]|\.\w)`;

/**
 * Does a text, or any that is in a value, name the address, in any case? Not where it is part of a longer one, as `ann@…`
 * is of `joann@…`.
 */
export const names = (value: unknown, address: string): boolean =>
  typeof value === 'string'
    ? pattern(address).test(value)
    : Object.entries(Object(value))
        .flat()
        .some((member) => names(member, address));

/** The text with something else wherever it names the address. */
export const replaceAddress = (text: string, address: string, replacement: string): string =>
  text.replace(pattern(address), () => replacement);

const pattern = (address: string): RegExp =>
  new RegExp(`${BEFORE}${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${AFTER}`, 'gim');
