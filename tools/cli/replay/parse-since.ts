import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { isTimestamp } from '../../../shared/domain/notification/timestamp';

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };
const RFC_3339 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * RFC 3339, UTC, of a time such as `2026-11-23T09:30:00Z`, a day `2026-11-23` (from midnight UTC), or an age such as `30m`,
 * `24h` or `7d`.
 *
 * @throws CodedError `cli.since_malformed`
 */
export function parseSince(text: string, now: Date, option = '--since'): string {
  const moment = momentOf(text, now);
  const isPast = Number.isFinite(moment) && moment > 0 && moment <= now.getTime();
  if (isPast) return new Date(moment).toISOString();
  throw new CodedError(
    'cli.since_malformed',
    `${option} is '${text}', which is not a time in the past`,
    'write it such as 2026-11-23T09:30:00Z, 2026-11-23, 24h or 7d',
  );
}

interface Period {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * The times of the options `--since` and `--until`, as `parseSince` reads them; undefined for one that is not given.
 *
 * @throws CodedError `cli.since_malformed`
 */
export const parsePeriod = ({ since, until }: Period, now: Date) => ({
  since: since === undefined ? undefined : parseSince(since, now),
  until: until === undefined ? undefined : parseSince(until, now, '--until'),
});

function momentOf(text: string, now: Date): number {
  const [, number, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (number !== undefined) return now.getTime() - Number(number) * (SECONDS[unit] ?? 0) * 1000;
  const whole = text.includes('T') ? text : `${text}T00:00:00Z`;
  return RFC_3339.test(text) && isTimestamp(whole) ? Date.parse(whole) : Number.NaN;
}
