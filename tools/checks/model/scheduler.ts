import type { Clock } from '../../../shared/ports/clock';

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

const START_MS = Date.parse('2026-11-23T09:30:00Z');

/** Discrete event simulation: time jumps to the next event, once all microtasks of the previous one have settled. */
export class Scheduler implements Clock {
  private nowMs = START_MS;
  /** A binary heap: the next event is the first. */
  private readonly events: Event[] = [];
  private scheduled = 0;

  now(): Date {
    return new Date(this.nowMs);
  }

  get elapsedSeconds(): number {
    return (this.nowMs - START_MS) / 1000;
  }

  after(milliseconds: number, run: () => void): void {
    this.events.push({ atMs: this.nowMs + Math.max(0, milliseconds), order: this.scheduled++, run });
    this.rise(this.events.length - 1);
  }

  /** @returns false when `maxEvents` did not suffice */
  async runToEnd(maxEvents: number): Promise<boolean> {
    for (let count = 0; count < maxEvents; count++) {
      const next = this.takeFirst();
      if (next === undefined) return true;
      this.nowMs = next.atMs;
      next.run();
      await new Promise(setImmediate);
    }
    return false;
  }

  private takeFirst(): Event | undefined {
    const [first] = this.events;
    const last = this.events.pop();
    if (last === undefined || this.events.length === 0) return first;
    this.events[0] = last;
    this.sink(0);
    return first;
  }

  private rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !this.isBefore(index, parent)) return;
    this.swap(index, parent);
    this.rise(parent);
  }

  private sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const child = right < this.events.length && this.isBefore(right, left) ? right : left;
    if (child >= this.events.length || !this.isBefore(child, index)) return;
    this.swap(index, child);
    this.sink(child);
  }

  private isBefore(one: number, other: number): boolean {
    const [left, right] = [this.events[one] as Event, this.events[other] as Event];
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
  }

  private swap(one: number, other: number): void {
    [this.events[one], this.events[other]] = [this.events[other] as Event, this.events[one] as Event];
  }
}
