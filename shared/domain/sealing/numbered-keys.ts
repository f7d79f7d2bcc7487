/** The fields that select one of several keys. */
export interface NumberedKey {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export const FIRST_KEY_ID = '1';

/**
 * Delay before a new key seals, so that every function knows it by then. Longer than `UNKNOWN_KEY_SECONDS` in
 * `shared/runtime/keys/cached-data-keys.ts`, by the possible clock skew: no function still caches the id as unknown
 * when the first value sealed with it arrives.
 */
export const SEALS_AFTER_SECONDS = 60;

/** Compares ids as numbers: DynamoDB sorts them as text, `10` before `9`. */
export const byNumber = (left: NumberedKey, right: NumberedKey): number => Number(left.id) - Number(right.id);

/** When a key starts to seal. The first one does at once, because there is no other. */
export const sealsFrom = ({ id, createdAt }: NumberedKey): Date =>
  new Date(Date.parse(createdAt) + (id === FIRST_KEY_ID ? 0 : SEALS_AFTER_SECONDS * 1000));

/**
 * The newest key that may seal now, else the oldest one; undefined if there is none.
 *
 * @param keys oldest first
 */
export const sealingKey = <Key extends NumberedKey>(keys: readonly Key[], now: Date): Key | undefined =>
  keys.findLast((key) => sealsFrom(key).getTime() <= now.getTime()) ?? keys[0];

/** @param keys oldest first */
export const nextKeyId = (keys: readonly NumberedKey[]): string => String(Number(keys.at(-1)?.id ?? 0) + 1);
