/** `JSON.stringify` makes `{}` of most of them, and of others what nobody expects: null of a Date without a time. */
const FORMLESS =
  /^(?:Map|Set|Weak\w+|RegExp|Error|Promise|\w*ArrayBuffer|DataView|\w+Array|Number|String|Boolean|Symbol|BigInt|Date)$/;
/** Those that may call themselves otherwise (`Symbol.toStringTag`), and hide what they hold whatever fields they have. */
const CONTAINERS = [Map, Set, Promise, ArrayBuffer, SharedArrayBuffer] as const;

/**
 * Why JSON has no form for an object whose `toJSON` was asked already, where it has none. An instance of a class has the
 * form of its own fields; without any, JSON would show `{}` whatever it holds: an iterator, a Blob, Headers.
 */
export function formless(value: object): string | undefined {
  if (Array.isArray(value) || isPlain(value)) return undefined;
  if (isFormless(value)) return `${nameOf(value)} has no JSON form; convert it`;
  return Object.keys(value).length === 0 ? `JSON would show nothing of ${nameOf(value)}; convert it` : undefined;
}

/** Of another realm too: its `Object.prototype` is not ours, and as ours has no prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** By its name where it is of another realm. */
const isFormless = (value: object): boolean =>
  FORMLESS.test(kindOf(value)) || ArrayBuffer.isView(value) || CONTAINERS.some((kind) => value instanceof kind);

export const isDate = (value: unknown): value is Date => value instanceof Date || kindOf(value) === 'Date';

function nameOf(value: object): string {
  if (isDate(value)) return 'a Date without a time';
  const kind = kindOf(value);
  return kind === 'Object' ? 'an instance of a class without fields' : `a ${kind}`;
}

/** `Map` of a Map, also of one from another realm and of an instance of a subclass. */
const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice('[object '.length, -1);
