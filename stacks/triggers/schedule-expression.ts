const UNIT_SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;

/** EventBridge requires the singular for 1 and the plural otherwise; it refuses `rate(1 minutes)` and `rate(5 minute)`. */
const RATE = /^rate\((?:1 (minute|hour|day)|([2-9]|[1-9]\d+) (minute|hour|day)s)\)$/;
/** Minutes, hours, day of month, month, day of week, year; one of the days is `?`. */
const CRON = /^cron\(([\d*,/-]+) ([\d*,/-]+) (\?|[\d*,/LW-]+) ([\dA-Z*,/-]+) (\?|[\dA-Z*,/#L-]+) ([\d*,/-]+)\)$/;

/** @see Amazon EventBridge User Guide, "Schedule types" */
export function isScheduleExpression(expression: string): boolean {
  if (RATE.test(expression)) return true;
  const [, , , dayOfMonth, , dayOfWeek] = CRON.exec(expression) ?? [];
  return dayOfMonth !== undefined && (dayOfMonth === '?') !== (dayOfWeek === '?');
}

/** Seconds between two runs of `rate(…)`; undefined for `cron(…)`, whose interval depends on the calendar. */
export function intervalSeconds(expression: string): number | undefined {
  const [, one, count, many] = RATE.exec(expression) ?? [];
  const unit = (one ?? many) as keyof typeof UNIT_SECONDS | undefined;
  return unit && Number(count ?? 1) * UNIT_SECONDS[unit];
}
