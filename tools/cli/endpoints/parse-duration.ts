import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { MAX_OVERLAP_SECONDS } from '../../../shared/domain/webhook/rotate-secrets';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a duration such as `30m`, `24h`, `7d` or `0`, at most 30 days. @throws CodedError `cli.overlap_malformed` */
export function parseDuration(text: string): number {
  const [, number = '', unit = 's'] = /^(\d{1,7})([smhd])$/.exec(text) ?? (text === '0' ? ['', '0'] : []);
  const seconds = number === '' ? Number.NaN : Number(number) * (SECONDS[unit] ?? Number.NaN);
  if (seconds <= MAX_OVERLAP_SECONDS) return seconds;
  throw new CodedError(
    'cli.overlap_malformed',
    `the overlap is '${text}', allowed are 0 to 30d`,
    'write it such as 0, 30m, 24h or 7d',
  );
}
