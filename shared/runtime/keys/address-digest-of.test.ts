import { addressDigest } from '../../domain/audit-chain/address-digest';
import { memoryDataKeyStore } from '../../memory/memory-data-key-store';
import { memoryDataKeys } from '../../memory/memory-data-keys';
import { thrown } from '../../testing/thrown';
import { addressDigestOf } from './address-digest-of';

test('an address has the digest that the audit channel gave it', async () => {
  const keys = memoryDataKeys();
  const { key } = await keys.current('addresses');
  expect((await addressDigestOf(keys))('ann@example.com')).toBe(addressDigest(key)('ann@example.com'));
});

test('where there is no key, none is made, and nothing fails before something is to be digested', async () => {
  const store = memoryDataKeyStore();
  const digest = await addressDigestOf(memoryDataKeys(store));
  expect(thrown(() => digest('ann@example.com'))).toMatchObject({ code: 'audit.digest.no_key' });
  expect(await store.list('addresses')).toEqual([]);
});
