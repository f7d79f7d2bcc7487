/** Instances inherit nothing. `Object.create(null)` would be slower: V8 treats it as a dictionary. */
const Own = function Own() {} as unknown as new () => Record<string, unknown>;
Own.prototype = Object.create(null);

/**
 * A copy with only the own properties. Otherwise anything that a library adds to `Object.prototype` (prototype
 * pollution) would stand in for a missing attribute in reads, destructuring and `in`.
 */
export const ownMembers = (value: object): Record<string, unknown> => Object.assign(new Own(), value);
