import { ulid } from 'ulid';
import { isObject } from '../../domain/filter-policy/filter-policy';
import type { Clock } from '../../ports/clock';
import type { InputEntry } from '../entries/parse-entries';

interface Identity {
  /** Replace id and time where they are given, and leave the idempotency key out. @default false */
  readonly asNew?: boolean | undefined;
}

/**
 * Id and time, where they are missing: an error can name them then. The id of what has an idempotency key follows from
 * that; published as new, it is another notification, and has no key.
 */
export const identify =
  ({ asNew = false }: Identity, clock: Clock) =>
  (entry: InputEntry): InputEntry => {
    if (!isObject(entry.value)) return entry;
    const time = clock.now().toISOString();
    const isKeyed = isString((entry.value as Record<string, unknown>).idempotencykey) && !asNew;
    const identity = { ...(!isKeyed && { id: ulid(clock.now().getTime()) }), time };
    return {
      ...entry,
      value: { ...identity, ...entry.value, ...(asNew && { ...identity, idempotencykey: undefined }) },
    };
  };

const isString = (value: unknown): boolean => typeof value === 'string';
