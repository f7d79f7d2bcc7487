import { CodedError } from '../coded-error';
import { open, seal } from '../seal';

/** What is sealed belongs to one endpoint, and opens for no other. */
export interface Owner {
  readonly tenant: string;
  readonly id: string;
}

export interface SealWith {
  /** The data key for `endpoints`. */
  readonly key: Uint8Array;
  /** 12 bytes from a cryptographic source, drawn anew each time. */
  readonly nonce: Uint8Array;
}

/** Base64 of a sealed secret. */
export const sealSecret = (secret: string, owner: Owner, { key, nonce }: SealWith): string =>
  sealText(secret, associatedData('secret', owner), { key, nonce });

/** @throws CodedError `webhook.secret.unreadable` */
export const openSecret = (sealed: string, owner: Owner, key: Uint8Array): string =>
  openText(sealed, associatedData('secret', owner), key);

/** Base64 of sealed headers. */
export const sealHeaders = (headers: Readonly<Record<string, string>>, owner: Owner, sealWith: SealWith): string =>
  sealText(JSON.stringify(headers), associatedData('headers', owner), sealWith);

/** @throws CodedError `webhook.secret.unreadable` */
export const openHeaders = (sealed: string, owner: Owner, key: Uint8Array): Record<string, string> =>
  JSON.parse(openText(sealed, associatedData('headers', owner), key)) as Record<string, string>;

type Kind = 'secret' | 'headers';

const associatedData = (kind: Kind, { tenant, id }: Owner): string => JSON.stringify([kind, tenant, id]);

const sealText = (text: string, associatedData: string, { key, nonce }: SealWith): string =>
  Buffer.from(seal({ key, nonce, plaintext: Buffer.from(text), associatedData })).toString('base64');

function openText(sealed: string, associatedData: string, key: Uint8Array): string {
  const plaintext = open({ key, sealed: Buffer.from(sealed, 'base64'), associatedData });
  if (plaintext) return Buffer.from(plaintext).toString('utf8');
  const message = `what is sealed for ${associatedData} does not open with the data key of this stack`;
  throw new CodedError('webhook.secret.unreadable', message, 'rotate the secret, or restore the data key');
}
