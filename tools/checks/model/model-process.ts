import type { Clock, Sleep } from '../../../shared/ports/clock';
import type { Fault } from './plan';
import type { Scheduler } from './scheduler';

export interface ProcessWorld {
  readonly time: Scheduler;
  /** Counts the call, and says what goes wrong with it. */
  faultOf(process: ModelProcess, label: string): Fault | undefined;
  /** Of one way, in milliseconds. */
  latencyMs(): number;
  /** It dies, or stands still for long enough that others take over what it has claimed. */
  stopped(process: ModelProcess): void;
}

/** Nobody takes over what a process has claimed that stands still for no longer. */
const SHORT_SECONDS = 10;
/** An SDK of AWS gives up on a call after this. */
const CALL_TIMEOUT_MS = 3_000;

/**
 * A process that may die or stand still at every call. What it has sent goes on without it; what comes back waits while it
 * stands still, and is lost when it is dead.
 */
export class ModelProcess {
  isDead = false;
  private frozenUntilMs = 0;
  private waiting: (() => void)[] = [];

  constructor(
    readonly name: string,
    private readonly world: ProcessWorld,
    private readonly skewMs: number,
  ) {}

  readonly clock: Clock = { now: () => new Date(this.world.time.now().getTime() + this.skewMs) };

  readonly sleep: Sleep = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
      this.world.time.after(milliseconds, () => this.whenAwake(() => resolve(undefined)));
    });

  get isFrozen(): boolean {
    return this.frozenUntilMs > this.world.time.now().getTime();
  }

  kill(): void {
    this.world.stopped(this);
    this.isDead = true;
    this.waiting = [];
  }

  freeze(seconds: number): void {
    if (seconds > SHORT_SECONDS && Number.isFinite(seconds)) this.world.stopped(this);
    this.frozenUntilMs = this.world.time.now().getTime() + seconds * 1000;
    if (Number.isFinite(seconds)) this.world.time.after(seconds * 1000, () => this.isFrozen || this.thaw());
  }

  thaw(): void {
    this.frozenUntilMs = 0;
    for (const run of this.waiting.splice(0)) this.whenAwake(run);
  }

  /** @param isEffect it begins in the same moment in which the process made sure that it may: no freeze comes between */
  call<Result>(label: string, operation: () => Promise<Result>, isEffect = false): Promise<Result> {
    if (this.isDead) return new Promise(() => undefined);
    const fault = this.world.faultOf(this, label);
    if (fault?.kind === 'kill before') this.kill();
    if (fault?.kind === 'freeze before' && !isEffect) this.freeze(fault.seconds);
    return new Promise((resolve, reject) => {
      const answer = (afterMs: number, settle: () => void) =>
        this.world.time.after(afterMs, () => this.whenAwake(settle));
      this.whenAwake(() =>
        this.world.time.after(this.world.latencyMs(), () => {
          if (fault?.kind === 'refused') {
            answer(this.world.latencyMs(), () => reject(new Error(`${label} is throttled`)));
            return;
          }
          const done = operation();
          if (fault?.kind === 'kill after') this.kill();
          if (fault?.kind === 'freeze after' || (fault?.kind === 'freeze before' && isEffect))
            this.freeze(fault.seconds);
          const isLost = fault?.kind === 'lost';
          if (isLost) answer(CALL_TIMEOUT_MS, () => reject(new Error(`${label} timed out`)));
          done.then(
            (result) => isLost || answer(this.world.latencyMs(), () => resolve(result)),
            (error) => isLost || answer(this.world.latencyMs(), () => reject(error)),
          );
        }),
      );
    });
  }

  private whenAwake(run: () => void): void {
    if (this.isDead) return;
    if (this.isFrozen) this.waiting.push(run);
    else run();
  }
}
