import { CodedError } from '../kit/errors/coded-error';
import { type DataKey, type KeyById, keyIdOf, open, seal } from '../sealing/seal';

/**
 * The endpoint and URL that a sealed value is bound to. It opens for no other: an attacker who can write the table, but
 * not read secrets, must not have them sent to his own server.
 */
export interface Owner {
  readonly tenant: string;
  readonly id: string;
  readonly url: string;
}

export interface SealWith {
  /** The current data key for `endpoints`. */
  readonly key: DataKey;
  /** 12 bytes from a cryptographic random source, fresh for each seal. */
  readonly nonce: Uint8Array;
}

/** Base64 of a sealed secret. */
export const sealSecret = (secret: string, owner: Owner, sealWith: SealWith): string =>
  sealText(secret, 'secret', owner, sealWith);

/** @throws CodedError `webhook.secret.unreadable` */
export const openSecret = (sealed: string, owner: Owner, keyOf: KeyById): Promise<string> =>
  openText(sealed, 'secret', owner, keyOf);

/** Base64 of sealed headers. */
export const sealHeaders = (headers: Readonly<Record<string, string>>, owner: Owner, sealWith: SealWith): string =>
  sealText(JSON.stringify(headers), 'headers', owner, sealWith);

/** @throws CodedError `webhook.secret.unreadable` */
export const openHeaders = async (sealed: string, owner: Owner, keyOf: KeyById): Promise<Record<string, string>> =>
  JSON.parse(await openText(sealed, 'headers', owner, keyOf)) as Record<string, string>;

/** The id of the data key that a sealed secret or header set names. */
export const keyIdOfSealed = (sealed: string): string | undefined => keyIdOf(Buffer.from(sealed, 'base64'));

type Kind = 'secret' | 'headers';

const associatedDataOf = (kind: Kind, { tenant, id, url }: Owner): string => JSON.stringify([kind, tenant, id, url]);

function sealText(text: string, kind: Kind, owner: Owner, { key, nonce }: SealWith): string {
  const associatedData = associatedDataOf(kind, owner);
  return Buffer.from(seal({ key, nonce, plaintext: Buffer.from(text), associatedData })).toString('base64');
}

async function openText(sealed: string, kind: Kind, owner: Owner, keyOf: KeyById): Promise<string> {
  const associatedData = associatedDataOf(kind, owner);
  const plaintext = await open({ sealed: Buffer.from(sealed, 'base64'), associatedData }, keyOf);
  if (plaintext === undefined) throw unreadable(kind, owner, keyIdOfSealed(sealed) ?? 'unknown');
  return Buffer.from(plaintext).toString('utf8');
}

/** Leaves out the URL, which may hold a credential. */
const unreadable = (kind: Kind, { tenant, id }: Owner, keyId: string): CodedError =>
  new CodedError(
    'webhook.secret.unreadable',
    `what is sealed as ${kind} of endpoint '${id}' of tenant '${tenant}' does not open for its URL (data key ${keyId})`,
    'find out who changed the endpoint; then remove it and add it again, or restore the data key',
  );
