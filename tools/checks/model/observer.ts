import {
  type Delivery,
  type DeliveryKey,
  isDone,
  isFinal,
  type Settlement,
} from '../../../shared/domain/delivery/claim';
import type { ModelProcess } from './model-process';
import type { Trouble } from './plan';

/** An effect at the receiver. */
export interface Effect {
  readonly target: string;
  readonly attempt: number;
  readonly process: ModelProcess;
  /** Time at which its process sent it. */
  readonly sentAtMs: number;
  readonly came: 'accepted' | Trouble;
  /** Whether the response was lost, so that the process cannot know the result. */
  isUncertain: boolean;
  recordedAtMs?: number;
}

/** Records what is observable from outside: effects, stops of processes, changes of final states. */
export class Observer {
  readonly effects: Effect[] = [];
  readonly changes: string[] = [];
  readonly timeline: string[] = [];
  /** Number of redrives and replays by target. */
  readonly redrives = new Map<string, number>();
  private readonly attempts = new Map<string, number>();
  private readonly owners = new Map<string, ModelProcess>();
  private readonly stops = new Map<ModelProcess, number[]>();
  private readonly states = new Map<string, Delivery>();

  /** The process died or froze at this time. */
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

  /** Last attempt that the process has claimed. */
  attemptOf(process: ModelProcess, target: string): number {
    return this.attempts.get(`${process.name} ${target}`) ?? 0;
  }

  /** Marks the effect of this attempt, if any, as uncertain. */
  answerLost(process: ModelProcess, target: string, attempt: number): void {
    const last = this.effects.findLast((effect) => effect.process === process && effect.target === target);
    if (last?.attempt === attempt) last.isUncertain = true;
  }

  /** Only the worker with the latest claim may record a result, except that the effect happened. */
  recorded(process: ModelProcess, { target }: DeliveryKey, { n, state, attempt }: Settlement, atMs: number): void {
    const isTold = this.states.get(target)?.feedback !== undefined;
    const isOwner = isTold || isDone(state) || this.owners.get(target) === process;
    if (!isOwner) this.changes.push(`${target}: ${state} by ${process.name}, whose claim was taken over`);
    const last = this.effects.findLast((effect) => effect.process === process && effect.target === target);
    // A deferral records no attempt.
    if (attempt && last?.attempt === n) last.recordedAtMs ??= atMs;
  }

  /** @param isAllowed whether an operator or the service's feedback may change final states */
  sees(deliveries: readonly Delivery[], isAllowed: boolean): void {
    for (const delivery of deliveries) {
      const before = this.states.get(delivery.target);
      const isChanged = before !== undefined && isFinal(before.state) && before.state !== delivery.state;
      if (isChanged && !isAllowed) this.changes.push(`${delivery.target}: ${before.state} became ${delivery.state}`);
      this.states.set(delivery.target, delivery);
    }
  }

  /** Whether the effect could not be recorded: its process stopped before, or the response was lost. */
  isExcused(
    { process, sentAtMs, recordedAtMs = Number.POSITIVE_INFINITY, isUncertain }: Effect,
    isMail: boolean,
  ): boolean {
    const stops = this.stops.get(process) ?? [];
    return (isUncertain && !isMail) || stops.some((stop) => stop >= sentAtMs && stop <= recordedAtMs);
  }
}
