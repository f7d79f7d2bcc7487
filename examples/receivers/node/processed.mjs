/** Time to live (TTL) of ids. Longer than Carillon retries (three days); an operator may replay a delivery even later. */
const KEEP_MS = 7 * 86_400_000;
const MAX_IDS = 100_000;

/**
 * Idempotency by `webhook-id`, since delivery is at-least-once. Only in the memory of this process; a receiver with several
 * instances keeps the ids in its database, in the transaction that processes the webhook.
 */
export class Processed {
  #running = new Set();
  #done = new Map();

  constructor(now = Date.now) {
    this.now = now;
  }

  /** Returns `new` to exactly one caller until `end`, which processes the webhook; else `running` or `done`. */
  begin(id) {
    this.#forgetOldest();
    if (this.#done.has(id)) return 'done';
    if (this.#running.has(id)) return 'running';
    this.#running.add(id);
    return 'new';
  }

  /** Releases the id; a failed webhook is processed at its next delivery. */
  end(id, isDone) {
    this.#running.delete(id);
    if (isDone) this.#done.set(id, this.now());
  }

  /** A map iterates in insertion order, so the oldest entry comes first. */
  #forgetOldest() {
    for (const [id, at] of this.#done) {
      if (this.#done.size <= MAX_IDS && this.now() - at < KEEP_MS) return;
      this.#done.delete(id);
    }
  }
}
