/** A set of ids, which is larger than one of JavaScript can be: that has room for 16,777,216. */
export class IdSet {
  private readonly parts = new Map<string, Set<string>>();

  add(id: string): void {
    const key = id.slice(-2);
    const part = this.parts.get(key);
    if (part) part.add(id);
    else this.parts.set(key, new Set([id]));
  }

  has(id: string): boolean {
    return this.parts.get(id.slice(-2))?.has(id) === true;
  }

  /** Whether it was there. */
  delete(id: string): boolean {
    return this.parts.get(id.slice(-2))?.delete(id) === true;
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const part of this.parts.values()) yield* part;
  }
}
