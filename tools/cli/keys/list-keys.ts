import { sealingKey, sealsFrom } from '../../../shared/domain/sealing/numbered-keys';
import { KEY_PURPOSES, type KeyPurpose, type StoredKey } from '../../../shared/ports/data-keys';
import type { Desk } from '../endpoints/desk';
import type { GlobalOptions } from '../options';
import { table } from '../table';

type KeysDesk = Pick<Desk, 'keyStore' | 'terminal'>;

/** What anybody who operates the stack may see of a data key. */
export interface VisibleKey {
  readonly purpose: KeyPurpose;
  readonly id: string;
  readonly createdAt: string;
  /** RFC 3339, UTC; undefined where it seals no longer. */
  readonly sealsFrom?: string;
}

/** @throws CodedError as connecting to the stack and reading its table do */
export async function listKeys({ json }: Pick<GlobalOptions, 'json'>, { keyStore, terminal }: KeysDesk): Promise<void> {
  const lists = await Promise.all(KEY_PURPOSES.map((purpose) => keyStore.list(purpose)));
  const keys = lists.flatMap((list) => visibleKeys(list, terminal.clock.now()));
  terminal.print(json ? JSON.stringify(keys) : formatKeys(keys, terminal.clock.now()));
}

/** @param keys of one purpose, the oldest first */
const visibleKeys = (keys: readonly StoredKey[], now: Date): VisibleKey[] =>
  keys.map(({ sealed, ...key }, index) => {
    const seals = index >= keys.findIndex(({ id }) => id === sealingKey(keys, now)?.id);
    return { ...key, ...(seals && { sealsFrom: sealsFrom(key).toISOString() }) };
  });

function formatKeys(keys: readonly VisibleKey[], now: Date): string {
  if (keys.length === 0) return 'there are no data keys yet: each is made when it is first needed';
  const rows = keys.map(({ purpose, id, createdAt, sealsFrom }) => [purpose, id, createdAt, useOf(sealsFrom, now)]);
  return table([['PURPOSE', 'KEY', 'MADE', 'USE'], ...rows]);
}

function useOf(sealsFrom: string | undefined, now: Date): string {
  if (sealsFrom === undefined) return 'opens what it sealed';
  return Date.parse(sealsFrom) > now.getTime() ? `seals from ${sealsFrom} on` : 'seals';
}
