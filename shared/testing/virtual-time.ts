import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../ports/clock';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Virtual time: jumps to the next wake-up once all concurrent tasks sleep. For tasks that wait for nothing else. */
export class VirtualTime implements Clock {
  private milliseconds = Date.parse('2026-11-23T09:30:00Z');
  private sleepers: Sleeper[] = [];

  now(): Date {
    return new Date(this.milliseconds);
  }

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => void this.sleepers.push({ at: this.milliseconds + milliseconds, wake }));

  /** Lets time pass until the work is done. */
  async pass<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const settled = work.finally(() => {
      isDone = true;
    });
    settled.catch(() => undefined);
    while (!isDone) {
      await setImmediate();
      this.wakeNext();
    }
    return settled;
  }

  private wakeNext(): void {
    if (this.sleepers.length === 0) return;
    this.milliseconds = Math.min(...this.sleepers.map(({ at }) => at));
    const due = this.sleepers.filter(({ at }) => at <= this.milliseconds);
    this.sleepers = this.sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }
}
