import type { Clock } from '../ports/clock';

/** A clock that only a test moves. */
export class TestClock implements Clock {
  private milliseconds: number;

  constructor(start = '2026-11-23T09:30:00Z') {
    this.milliseconds = Date.parse(start);
  }

  now(): Date {
    return new Date(this.milliseconds);
  }

  advanceSeconds(seconds: number): void {
    this.milliseconds += seconds * 1000;
  }

  /** Sets the time, backwards too. */
  set(time: Date | string): void {
    this.milliseconds = new Date(time).getTime();
  }
}
