import { ulid } from 'ulid';
import { isObject } from '../../domain/filter-policy/filter-policy';
import type { Clock } from '../../ports/clock';
import type { InputEntry } from '../entries/parse-entries';

interface Identity {
  /** Replace given id and time, and remove the idempotency key. @default false */
  readonly asNew?: boolean | undefined;
}

/**
 * Adds a missing id and time, so that an error can name them. An entry with an idempotency key gets no id here, because
 * the id is derived from the key; with `asNew` it is another notification, without a key.
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
