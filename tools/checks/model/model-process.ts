import type { Clock, Sleep } from '../../../shared/ports/clock';
import type { Fault } from './plan';
import type { Scheduler } from './scheduler';

export interface ProcessWorld {
  readonly time: Scheduler;
  /** Counts the call and returns its fault. */
  faultOf(process: ModelProcess, label: string): Fault | undefined;
  /** One-way latency in milliseconds. */
  latencyMs(): number;
  /** Called when the process dies, or freezes for so long that another worker may take over its claims. */
  stopped(process: ModelProcess): void;
}

/** Maximum freeze during which no lease of the process expires. */
const SHORT_SECONDS = 10;
/** Request timeout of the AWS SDK. */
const CALL_TIMEOUT_MS = 3_000;

/**
 * A process that may die or freeze at every call. Its requests still take effect; responses wait while it is frozen, and are
 * lost when it is dead.
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

  /** @param isEffect starts atomically with the preceding check that it may, so that no freeze comes between */
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
