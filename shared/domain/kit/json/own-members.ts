/** Its instances inherit nothing. One with `Object.create(null)` for a prototype itself is a slow dictionary to V8. */
const Own = function Own() {} as unknown as new () => Record<string, unknown>;
Own.prototype = Object.create(null);

/**
 * A copy that has the members of its own alone. Whatever a library of the process has added to `Object.prototype` would
 * else stand in for every attribute that is left out, for which reading, destructuring and `in` all ask the prototype.
 */
export const ownMembers = (value: object): Record<string, unknown> => Object.assign(new Own(), value);
