import type { Clock } from '../../shared/ports/clock';

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Discrete event simulation: time jumps to the next event, and everything that it sets going comes to rest before the next. */
export class Scheduler implements Clock {
  private nowMs = Date.parse('2026-11-23T09:30:00Z');
  private events: Event[] = [];
  private scheduled = 0;

  now(): Date {
    return new Date(this.nowMs);
  }

  get elapsedSeconds(): number {
    return (this.nowMs - Date.parse('2026-11-23T09:30:00Z')) / 1000;
  }

  after(milliseconds: number, run: () => void): void {
    this.events.push({ atMs: this.nowMs + Math.max(0, milliseconds), order: this.scheduled++, run });
  }

  /** Runs one event after the other. @returns false where `maxEvents` did not suffice */
  async runToEnd(maxEvents: number): Promise<boolean> {
    for (let count = 0; count < maxEvents; count++) {
      const next = this.takeNext();
      if (next === undefined) return true;
      this.nowMs = next.atMs;
      next.run();
      await new Promise(setImmediate);
    }
    return false;
  }

  private takeNext(): Event | undefined {
    let first = 0;
    for (let index = 1; index < this.events.length; index++) {
      if (isBefore(this.events[index] as Event, this.events[first] as Event)) first = index;
    }
    return this.events.splice(first, 1)[0];
  }
}

const isBefore = (left: Event, right: Event): boolean =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
