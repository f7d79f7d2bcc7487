import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { nextKeyId, SEALS_AFTER_SECONDS, sealsFrom } from '../../../shared/domain/sealing/numbered-keys';
import { KEY_PURPOSES, type KeyPurpose } from '../../../shared/ports/data-keys';
import { addDataKey } from '../../../shared/runtime/add-data-key';
import type { Desk } from '../endpoints/desk';
import type { RotateKeyOptions } from '../options';

/** A rotated key of addresses would digest the same address otherwise, and no erased record would verify: ADR 0008. */
const ROTATING: readonly KeyPurpose[] = KEY_PURPOSES.filter((purpose) => purpose !== 'addresses');

/** @throws CodedError `cli.key_purpose`; as connecting to the stack, reading its table and writing to it do */
export async function rotateKey(
  { purpose: named, yes = false, json }: Pick<RotateKeyOptions, 'purpose' | 'yes' | 'json'>,
  { keyStore, terminal }: Pick<Desk, 'keyStore' | 'terminal'>,
): Promise<void> {
  const purpose = readPurpose(named);
  const known = await keyStore.list(purpose);
  const older = known.map(({ id }) => id);
  const added = yes ? await addDataKey(purpose, known, { store: keyStore, clock: terminal.clock }) : undefined;
  const id = added?.id ?? nextKeyId(known);
  const from = added && sealsFrom(added).toISOString();
  if (json) terminal.print(JSON.stringify({ rotated: yes, purpose, id, older, ...(from && { sealsFrom: from }) }));
  else terminal.print(from === undefined ? formatPlan(purpose, id, older) : formatRotated(purpose, id, older, from));
}

function readPurpose(text: string): KeyPurpose {
  const purpose = ROTATING.find((purpose) => purpose === text);
  if (purpose !== undefined) return purpose;
  const reason = text === 'addresses' ? 'does not rotate: digests that are recorded would change' : 'is no purpose';
  throw new CodedError('cli.key_purpose', `'${text}' ${reason}`, `give one of ${ROTATING.join(', ')}`);
}

const formatPlan = (purpose: KeyPurpose, id: string, older: readonly string[]): string =>
  [
    `would make data key ${id} of ${purpose}, which seals from ${SEALS_AFTER_SECONDS} seconds later on`,
    ...stays(older),
    'nothing was changed; do it with --yes',
  ].join('\n');

const formatRotated = (purpose: KeyPurpose, id: string, older: readonly string[], from: string): string =>
  [
    `made data key ${id} of ${purpose}, which seals from ${from} on; functions take it within five minutes of that`,
    ...stays(older),
    ...(purpose === 'endpoints' && older.length > 0
      ? ['then seal the endpoints with it: npx carillon keys reseal --yes']
      : []),
  ].join('\n');

const stays = (older: readonly string[]): string[] =>
  older.length === 0 ? [] : [`stays, to open what it sealed: ${older.join(', ')}`];
