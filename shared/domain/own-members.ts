/**
 * A copy that has the members of its own alone. Whatever a library of the process has added to `Object.prototype` would
 * else stand in for every attribute that is left out, for which reading, destructuring and `in` all ask the prototype.
 */
export const ownMembers = (value: object): Record<string, unknown> => Object.assign(Object.create(null), value);
