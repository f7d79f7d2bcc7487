/** A set of ids without the size limit of a JavaScript `Set`, 16,777,216. */
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

  /** Returns whether the id was in the set. */
  delete(id: string): boolean {
    return this.parts.get(id.slice(-2))?.delete(id) === true;
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const part of this.parts.values()) yield* part;
  }
}
