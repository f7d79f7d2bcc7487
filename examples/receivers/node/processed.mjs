/** Longer than a delivery is tried (three days); an operator may replay one later than that. */
const KEEP_MS = 7 * 86_400_000;
const MAX_IDS = 100_000;

/**
 * Which webhooks were processed, by `webhook-id`: deliveries are at-least-once. In the memory of this process alone; a
 * receiver with several instances keeps it in its database, in the transaction that processes the webhook.
 */
export class Processed {
  #running = new Set();
  #done = new Map();

  constructor(now = Date.now) {
    this.now = now;
  }

  /** `new` exactly once until `end`: whoever gets that processes the webhook. */
  begin(id) {
    this.#forgetOldest();
    if (this.#done.has(id)) return 'done';
    if (this.#running.has(id)) return 'running';
    this.#running.add(id);
    return 'new';
  }

  /** What failed is processed when it comes again. */
  end(id, isDone) {
    this.#running.delete(id);
    if (isDone) this.#done.set(id, this.now());
  }

  /** A map keeps its entries in the order in which they came. */
  #forgetOldest() {
    for (const [id, at] of this.#done) {
      if (this.#done.size <= MAX_IDS && this.now() - at < KEEP_MS) return;
      this.#done.delete(id);
    }
  }
}
