/** A fault at one call of a port. */
export interface PlannedFault {
  /** Counts all calls from 1. */
  readonly call: number;
  /** `crash`: the process dies, and every later call fails until `restart`. `error`: only this call fails. */
  readonly kind: 'crash' | 'error';
  /** `after`: the call has its effect, and only its answer is lost. */
  readonly moment: 'before' | 'after';
}

export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** Counts the calls of ports, and makes the planned ones fail. */
export class FaultInjector {
  /** One label per call, in order. */
  readonly calls: string[] = [];
  /** Number of started calls at the last crash. */
  crashedAt = 0;
  private down = false;

  constructor(private readonly faults: readonly PlannedFault[]) {}

  get crashed(): boolean {
    return this.down;
  }

  restart(): void {
    this.down = false;
  }

  async call<Result>(label: string, run: () => Promise<Result>): Promise<Result> {
    if (this.down) throw new InjectedFault(`${label} after the crash`);
    this.calls.push(label);
    const fault = this.faults.find(({ call }) => call === this.calls.length);
    if (fault?.moment === 'before') this.fail(fault, label);
    const result = await run();
    if (fault !== undefined) this.fail(fault, label);
    return result;
  }

  private fail({ kind, moment }: PlannedFault, label: string): never {
    this.down = kind === 'crash';
    if (this.down) this.crashedAt = this.calls.length;
    throw new InjectedFault(`${kind} ${moment} ${label}`);
  }
}
