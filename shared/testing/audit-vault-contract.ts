import { ulid } from 'ulid';
import type { AuditVault } from '../ports/audit-vault';

/** Contract of every vault. Uses its own prefixes, so that a bucket may be shared. */
export function describeAuditVaultContract(name: string, makeVault: () => AuditVault): void {
  describe(`${name}, as an audit vault`, () => {
    it('keeps the first version, also of concurrent writes', async () => {
      const vault = makeVault();
      const key = `contract-${ulid()}/one.json`;
      const written = await Promise.all(['a', 'b', 'c'].map((text) => vault.putOnce(key, text).catch(() => false)));
      expect(written.filter(Boolean)).toHaveLength(1);
      const text = ['a', 'b', 'c'][written.indexOf(true)];
      expect([await vault.putOnce(key, 'later'), await vault.read(key)]).toEqual([false, text]);
    });

    it('returns undefined for a key that was never written', async () => {
      expect(await makeVault().read(`contract-${ulid()}/none`)).toBeUndefined();
    });

    it('lists keys of a prefix in order, and those after one', async () => {
      const vault = makeVault();
      const prefix = `contract-${ulid()}/`;
      for (const part of ['2', '10', '1', '3~x']) await vault.putOnce(`${prefix}${part}`, 'ü');
      expect(await all(vault.list(prefix))).toEqual(['1', '10', '2', '3~x'].map((part) => `${prefix}${part}`));
      expect(await all(vault.list(prefix, `${prefix}10`))).toEqual(['2', '3~x'].map((part) => `${prefix}${part}`));
      expect(await all(vault.list(`${prefix}none`))).toEqual([]);
    });
  });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
