/**
 * `JSON.stringify` turns most of these into `{}`, and others into a misleading value: a Date without a time into null.
 */
const FORMLESS =
  /^(?:Map|Set|Weak\w+|RegExp|Error|Promise|\w*ArrayBuffer|DataView|\w+Array|Number|String|Boolean|Symbol|BigInt|Date)$/;
/** Types whose `Symbol.toStringTag` can be overridden, and whose content JSON never shows. */
const CONTAINERS = [Map, Set, Promise, ArrayBuffer, SharedArrayBuffer] as const;

/**
 * The reason why an object has no JSON form after `toJSON`; undefined if it has one. An instance of a class is
 * represented by its own fields; without any, JSON would be `{}` whatever it contains: an iterator, a Blob, Headers.
 */
export function formless(value: object): string | undefined {
  if (Array.isArray(value) || isPlain(value)) return undefined;
  if (isFormless(value)) return `${nameOf(value)} has no JSON form; convert it`;
  return Object.keys(value).length === 0 ? `JSON would show nothing of ${nameOf(value)}; convert it` : undefined;
}

/** Also for objects of another realm, whose `Object.prototype` differs from ours but has no prototype either. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** Compares the name for objects of another realm. */
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
