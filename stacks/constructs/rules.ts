import type { Fault } from '../../shared/domain/coded-error';
import { MAX_DELAY_SECONDS } from '../../shared/domain/retry-schedule';

/** A fault unless the rule holds. */
export const unless = (holds: boolean, code: string, path: string, message: string): Fault[] =>
  holds ? [] : [{ code, path, message }];

export const delayFaults = (delays: readonly number[], path: string): Fault[] => [
  ...unless(
    delays.length > 0,
    'stack.retry_delay',
    path,
    'no delay at all, allowed 1 or more: each is one more attempt',
  ),
  ...delays.flatMap((seconds, index) =>
    unless(
      Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_DELAY_SECONDS,
      'stack.retry_delay',
      `${path}/${index}`,
      `${seconds} s, allowed 0 to ${MAX_DELAY_SECONDS}: SQS delays no longer`,
    ),
  ),
];
