import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Found, NotImportable, Values } from './lookup';

export const KEY_NEEDS = ['description', 'key_usage', 'customer_master_key_spec'] as const;
export type KeyValues = Values<(typeof KEY_NEEDS)[number]>;

/** The key's immutable properties in the plan, with AWS's defaults, and its description. */
const planned = ({ description, key_usage, customer_master_key_spec }: KeyValues) =>
  ({
    KeyManager: 'CUSTOMER',
    KeyUsage: key_usage || 'ENCRYPT_DECRYPT',
    KeySpec: customer_master_key_spec || 'SYMMETRIC_DEFAULT',
    Description: description,
  }) satisfies Partial<Record<keyof KeyMetadata, string>>;

/** Differences between a key and the plan's. */
const differences = (metadata: KeyMetadata, values: KeyValues): string[] =>
  Object.entries(planned(values)).flatMap(([name, value]) => {
    const actual = metadata[name as keyof KeyMetadata];
    return actual === value ? [] : [`its ${name} is '${actual}', and the plan's '${value}'`];
  });

export const isLike = (metadata: KeyMetadata, values: KeyValues): boolean => differences(metadata, values).length === 0;

/** Compares the key with the plan before Terraform takes it over: an alias may point to any key. */
export function importableKey(metadata: KeyMetadata, values: KeyValues): Found | NotImportable {
  const { KeyId: id = '', Arn: arn = '' } = metadata;
  const different = differences(metadata, values);
  if (different.length === 0) return unusable(metadata) ?? { id, attributes: { arn, key_id: id } };
  return {
    reason: `key ${id} is not the plan's: ${different.join('; ')}; find out whose it is, and import it by hand if it is yours`,
  };
}

/** Terraform treats a key pending deletion as gone, and fails on most other keys that cannot be used. */
function unusable({ KeyId, KeyState, DeletionDate }: KeyMetadata): NotImportable | undefined {
  if (DeletionDate !== undefined) {
    const day = DeletionDate.toISOString().slice(0, 10);
    const cancel = `aws kms cancel-key-deletion --key-id ${KeyId}`;
    return { reason: `key ${KeyId} is deleted on ${day}: ${cancel}, enable-key, and run doctor again` };
  }
  if (KeyState === 'Enabled') return undefined;
  const answer = KeyState === 'Disabled' ? `aws kms enable-key --key-id ${KeyId}` : 'find out why';
  return { reason: `key ${KeyId} is ${KeyState}: ${answer}, and run doctor again` };
}
