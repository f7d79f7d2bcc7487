import { type AddressDigest, addressDigest } from '../../domain/audit-chain/address-digest';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { FIRST_KEY_ID } from '../../domain/sealing/numbered-keys';
import type { DataKeys } from '../../ports/data-keys';

/**
 * The digest of addresses for readers of records. It creates no key: the audit channel does that with the first
 * notification, and without records there is no address to digest.
 *
 * @returns a digest that throws CodedError `audit.digest.no_key` if there is no key
 */
export async function addressDigestOf(keys: Pick<DataKeys, 'byId'>): Promise<AddressDigest> {
  const key = await keys.byId('addresses', FIRST_KEY_ID);
  return key ? addressDigest(key.key) : noKey;
}

function noKey(): never {
  throw new CodedError(
    'audit.digest.no_key',
    "the directory has no data key 'addresses', and records of recipients cannot be read without it",
    'restore the item K#addresses / 1 of the directory table; docs/runbook.md, "Keys"',
  );
}
