import type { ChangeCounts, ResourceEvent, TerraformEvent } from './terraform-events';

export interface Progress {
  /** How many changes the plan has; absent until there is a plan. */
  readonly total?: number;
  readonly done: number;
  /** The addresses of the resources being changed now, the longest waiting first. */
  readonly pending: readonly string[];
}

export interface Step {
  readonly progress: Progress;
  /** The line to print, if any. */
  readonly line?: string;
}

const PAST = new Map([
  ['create', 'created'],
  ['update', 'updated'],
  ['delete', 'destroyed'],
]);

export const NO_PROGRESS: Progress = { done: 0, pending: [] };

function describePlan({ add, change, remove }: ChangeCounts): string {
  return `  ${add} to create, ${change} to update, ${remove} to destroy`;
}

function without(pending: readonly string[], address: string): readonly string[] {
  return pending.filter((other) => other !== address);
}

function resourceStep(progress: Progress, { kind, address, action, elapsedSeconds }: ResourceEvent): Step {
  if (action === 'read') return { progress };
  if (kind === 'started') return { progress: { ...progress, pending: [...progress.pending, address] } };
  const pending = without(progress.pending, address);
  if (kind === 'errored')
    return { progress: { ...progress, pending }, line: `  ${address} failed after ${elapsedSeconds}s` };
  const done = progress.done + 1;
  const line = `  ${done}/${progress.total ?? '?'} ${address} ${PAST.get(action) ?? action} in ${elapsedSeconds}s`;
  return { progress: { ...progress, done, pending }, line };
}

/** Pure: the progress after one event. A replaced resource counts twice, as in Terraform's plan. */
export function advance(progress: Progress, event: TerraformEvent): Step {
  if (event.kind === 'summary' && event.operation === 'plan') {
    const { add, change, remove } = event.counts;
    return { progress: { ...progress, total: add + change + remove }, line: describePlan(event.counts) };
  }
  if (event.kind === 'diagnostic' && event.severity === 'warning') {
    return { progress, line: `  warning: ${event.summary}` };
  }
  if (event.kind === 'started' || event.kind === 'completed' || event.kind === 'errored') {
    return resourceStep(progress, event);
  }
  return { progress };
}

/** The line to print while nothing happens. */
export function heartbeat({ total, done, pending }: Progress, waitedSeconds: number): string {
  const [first, ...others] = pending;
  if (first === undefined) return `  still working (${waitedSeconds}s so far)`;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `  ${done}/${total ?? '?'} waiting for ${first}${more} (${waitedSeconds}s so far)`;
}
