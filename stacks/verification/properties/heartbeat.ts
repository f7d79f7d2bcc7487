import type { Plan } from './plan';
import type { AlarmBody } from './terraform-json';

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 };
const [DAY, WEEK] = [86_400, 7 * 86_400];

/** Schedule expression in the manifest of a function, by its name in AWS. */
export function scheduleOf(plan: Plan, functionName: string): string | undefined {
  const manifest = plan.manifestOf(functionName);
  const trigger = manifest && 'trigger' in manifest ? manifest.trigger : undefined;
  return trigger?.kind === 'schedule' ? trigger.expression : undefined;
}

/**
 * Seconds without a run that must raise the heartbeat alarm: two intervals, 15 minutes for intervals below 5, and whole
 * days above a day, the longest period. Undefined where there is no alarm: `cron(…)` has no fixed interval, and
 * CloudWatch evaluates one week at most. Written independently of `stacks/constructs/alarm.ts`, which properties check.
 */
export function silenceSeconds(expression: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const interval = Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN);
  if (interval < 300) return 900;
  const seconds = interval > DAY ? Math.ceil((2 * interval) / DAY) * DAY : 2 * interval;
  return seconds <= WEEK ? seconds : undefined;
}

/** Whether an alarm is the heartbeat alarm of its function: no invocation for as long as the schedule requires. */
export function isHeartbeat(plan: Plan, alarm: AlarmBody): boolean {
  const { FunctionName: name = '' } = alarm.dimensions ?? {};
  const seconds = silenceSeconds(scheduleOf(plan, name) ?? '');
  return seconds !== undefined && (alarm.period ?? 0) * alarm.evaluation_periods === seconds && isOfNoRun(alarm);
}

const isOfNoRun = ({ namespace, statistic, metric_name, ...alarm }: AlarmBody): boolean =>
  namespace === 'AWS/Lambda' &&
  statistic === 'Sum' &&
  metric_name === 'Invocations' &&
  alarm.comparison_operator === 'LessThanThreshold' &&
  alarm.threshold === 1 &&
  alarm.treat_missing_data === 'breaching';
