import {
  type Delivery,
  type DeliveryKey,
  isDone,
  isFinal,
  type Settlement,
} from '../../../shared/domain/delivery/claim';
import type { ModelProcess } from './model-process';
import type { Trouble } from './plan';

/** Something that happened at the receiver. */
export interface Effect {
  readonly target: string;
  readonly attempt: number;
  readonly process: ModelProcess;
  /** When its process sent it. */
  readonly sentAtMs: number;
  readonly came: 'accepted' | Trouble;
  /** The answer did not come back, so that nobody could know. */
  isUncertain: boolean;
  recordedAtMs?: number;
}

/** What the outside sees of a run: effects, ends of processes, changes of what was final. */
export class Observer {
  readonly effects: Effect[] = [];
  readonly changes: string[] = [];
  readonly timeline: string[] = [];
  /** Redrives and replays of an operator, by target. */
  readonly redrives = new Map<string, number>();
  private readonly attempts = new Map<string, number>();
  private readonly owners = new Map<string, ModelProcess>();
  private readonly stops = new Map<ModelProcess, number[]>();
  private readonly states = new Map<string, Delivery>();

  /** The process died, or stood still, at this moment. */
  stopped(process: ModelProcess, atMs: number): void {
    this.stops.set(process, [...(this.stops.get(process) ?? []), atMs]);
  }

  redriven(target: string): void {
    this.redrives.set(target, (this.redrives.get(target) ?? 0) + 1);
  }

  claimed(process: ModelProcess, { target }: DeliveryKey, attempt: number): void {
    this.owners.set(target, process);
    this.attempts.set(`${process.name} ${target}`, attempt);
  }

  /** That the process has claimed last. */
  attemptOf(process: ModelProcess, target: string): number {
    return this.attempts.get(`${process.name} ${target}`) ?? 0;
  }

  /** Of the effect of this attempt, if there was one. */
  answerLost(process: ModelProcess, target: string, attempt: number): void {
    const last = this.effects.findLast((effect) => effect.process === process && effect.target === target);
    if (last?.attempt === attempt) last.isUncertain = true;
  }

  /** A result, other than that the effect happened, is recorded by whoever claimed the delivery last. */
  recorded(process: ModelProcess, { target }: DeliveryKey, { n, state, attempt }: Settlement, atMs: number): void {
    const isTold = this.states.get(target)?.feedback !== undefined;
    const isOwner = isTold || isDone(state) || this.owners.get(target) === process;
    if (!isOwner) this.changes.push(`${target}: ${state} by ${process.name}, whose claim was taken over`);
    const last = this.effects.findLast((effect) => effect.process === process && effect.target === target);
    // A deferral records no attempt.
    if (attempt && last?.attempt === n) last.recordedAtMs ??= atMs;
  }

  /** @param isAllowed by an operator, or by what the service says of it */
  sees(deliveries: readonly Delivery[], isAllowed: boolean): void {
    for (const delivery of deliveries) {
      const before = this.states.get(delivery.target);
      const isChanged = before !== undefined && isFinal(before.state) && before.state !== delivery.state;
      if (isChanged && !isAllowed) this.changes.push(`${delivery.target}: ${before.state} became ${delivery.state}`);
      this.states.set(delivery.target, delivery);
    }
  }

  /** Nobody could know of it: its process stopped before it had recorded it, or no answer came back. */
  isExcused(
    { process, sentAtMs, recordedAtMs = Number.POSITIVE_INFINITY, isUncertain }: Effect,
    isMail: boolean,
  ): boolean {
    const stops = this.stops.get(process) ?? [];
    return (isUncertain && !isMail) || stops.some((stop) => stop >= sentAtMs && stop <= recordedAtMs);
  }
}
