import type { DataKeyStore, KeyPurpose } from '../ports/data-keys';
import { addDataKey } from '../runtime/keys/add-data-key';
import { cachedDataKeys } from '../runtime/keys/cached-data-keys';
import { TestClock } from './test-clock';

const CREATED_AT = '2026-11-23T09:30:00.000Z';

/** Contract of every data key store. `makeStore` returns one without keys. */
export function describeDataKeyStoreContract(name: string, makeStore: () => Promise<DataKeyStore>): void {
  describe(`${name}, as a store of data keys`, () => {
    describeKeeping(makeStore);
    describeSealing(makeStore);
    describeCallers(makeStore);
  });
}

const add = (store: DataKeyStore, purpose: KeyPurpose, id: string) => store.add({ purpose, id, createdAt: CREATED_AT });
const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

function describeKeeping(makeStore: () => Promise<DataKeyStore>): void {
  it('lists the keys of one purpose by number', async () => {
    const store = await makeStore();
    expect(await store.list('endpoints')).toEqual([]);
    for (const id of ['10', '9', '1']) await add(store, 'endpoints', id);
    await add(store, 'unsubscribe', '2');
    expect(await store.list('endpoints')).toEqual(
      ['1', '9', '10'].map((id) => ({
        purpose: 'endpoints',
        id,
        createdAt: CREATED_AT,
        sealed: expect.any(Uint8Array),
      })),
    );
  });

  it('never replaces a key', async () => {
    const store = await makeStore();
    await add(store, 'endpoints', '1');
    const before = await store.list('endpoints');
    await store.add({ purpose: 'endpoints', id: '1', createdAt: '2027-01-01T00:00:00.000Z' });
    expect(await store.list('endpoints')).toEqual(before);
  });
}

function describeSealing(makeStore: () => Promise<DataKeyStore>): void {
  it('has 256-bit keys, different for each purpose and number, which never change', async () => {
    const store = await makeStore();
    for (const purpose of ['endpoints', 'messages'] as const)
      for (const id of ['1', '2']) await add(store, purpose, id);
    const unsealed = async () => {
      const stored = [...(await store.list('endpoints')), ...(await store.list('messages'))];
      return Promise.all(stored.map((key) => store.unseal(key)));
    };
    const keys = await unsealed();
    expect(keys.map(({ length }) => length)).toEqual([32, 32, 32, 32]);
    expect(new Set(keys.map(hex)).size).toBe(4);
    expect((await unsealed()).map(hex)).toEqual(keys.map(hex));
  });

  it('does not unseal a key that was moved to another number or purpose', async () => {
    const store = await makeStore();
    await add(store, 'endpoints', '1');
    for (const key of await store.list('endpoints')) {
      await expect(store.unseal({ ...key, id: '2' })).rejects.toThrow();
      await expect(store.unseal({ ...key, purpose: 'messages' })).rejects.toThrow();
    }
  });
}

function describeCallers(makeStore: () => Promise<DataKeyStore>): void {
  const callerOf = (store: DataKeyStore) => cachedDataKeys({ store, clock: new TestClock() });

  it('gives concurrent first callers the same key, and another store a different one', async () => {
    const [store, other] = [await makeStore(), await makeStore()];
    const keys = await Promise.all(Array.from({ length: 5 }, () => callerOf(store).current('endpoints')));
    expect(new Set(keys.map(({ id, key }) => `${id} ${hex(key)}`)).size).toBe(1);
    expect(hex((await callerOf(other).current('endpoints')).key)).not.toBe(hex(keys[0]?.key ?? new Uint8Array()));
  });

  it('has one new key after concurrent rotations', async () => {
    const [store, clock] = [await makeStore(), new TestClock()];
    await callerOf(store).current('endpoints');
    const known = await store.list('endpoints');
    const added = await Promise.all(Array.from({ length: 5 }, () => addDataKey('endpoints', known, { store, clock })));
    expect(new Set(added.map(({ id, sealed }) => `${id} ${hex(sealed)}`)).size).toBe(1);
    expect((await store.list('endpoints')).map(({ id }) => id)).toEqual(['1', '2']);
  });
}
