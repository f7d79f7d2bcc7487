import { type AddressDigest, addressDigest } from '../../domain/audit-chain/address-digest';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { FIRST_KEY_ID } from '../../domain/sealing/numbered-keys';
import type { DataKeys } from '../../ports/data-keys';

/**
 * The digest for whoever reads what is recorded. It makes no key: the audit channel does with the first notification, and
 * where nothing is recorded nothing is digested.
 *
 * @returns a digest that throws CodedError `audit.digest.no_key` where there is no key
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
