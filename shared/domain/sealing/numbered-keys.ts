/** What decides which of several keys is used. */
export interface NumberedKey {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export const FIRST_KEY_ID = '1';

/**
 * A new key seals nothing before everybody can know it. It is longer than `UNKNOWN_KEY_SECONDS` in
 * `shared/runtime/cached-data-keys.ts`, by as much as two clocks may differ, so that nobody still takes a key for unknown
 * when the first thing sealed with it arrives.
 */
export const SEALS_AFTER_SECONDS = 60;

/** By number: DynamoDB sorts the texts, and has `10` before `9`. */
export const byNumber = (left: NumberedKey, right: NumberedKey): number => Number(left.id) - Number(right.id);

/** From when on a key seals. The first one does at once: there is no other. */
export const sealsFrom = ({ id, createdAt }: NumberedKey): Date =>
  new Date(Date.parse(createdAt) + (id === FIRST_KEY_ID ? 0 : SEALS_AFTER_SECONDS * 1000));

/** The newest that seals by now; else the oldest there is. Undefined where there is none. @param keys the oldest first */
export const sealingKey = <Key extends NumberedKey>(keys: readonly Key[], now: Date): Key | undefined =>
  keys.findLast((key) => sealsFrom(key).getTime() <= now.getTime()) ?? keys[0];

/** @param keys the oldest first */
export const nextKeyId = (keys: readonly NumberedKey[]): string => String(Number(keys.at(-1)?.id ?? 0) + 1);
