import { SEALS_AFTER_SECONDS } from '../../domain/sealing/numbered-keys';
import { memoryDataKeyStore } from '../../memory/memory-data-key-store';
import type { DataKeyStore, StoredKey } from '../../ports/data-keys';
import { TestClock } from '../../testing/test-clock';
import { addDataKey } from './add-data-key';
import { cachedDataKeys, REFRESH_SECONDS, UNKNOWN_KEY_SECONDS } from './cached-data-keys';

const PURPOSE = 'unsubscribe';

/** Two functions that share a table, with the reads of the table and KMS calls of the second. */
function start() {
  const [store, clock, calls] = [memoryDataKeyStore(), new TestClock(), [] as string[]];
  const counted: DataKeyStore = {
    list: (purpose) => {
      calls.push('list');
      return store.list(purpose);
    },
    add: (key) => {
      calls.push('add');
      return store.add(key);
    },
    unseal: (key) => {
      calls.push(`unseal ${key.id}`);
      return store.unseal(key);
    },
  };
  const rotate = async () => addDataKey(PURPOSE, await store.list(PURPOSE), { store, clock });
  return {
    store,
    clock,
    calls,
    rotate,
    sealer: cachedDataKeys({ store, clock }),
    opener: cachedDataKeys({ store: counted, clock }),
    opensWith: async (id: string) => (await cachedDataKeys({ store, clock }).byId(PURPOSE, id))?.key,
  };
}

describe('the current key', () => {
  it('is created by the first caller, and read and unsealed once for five minutes', async () => {
    const { opener, clock, calls } = start();
    const first = await opener.current(PURPOSE);
    expect(first).toEqual({ id: '1', key: expect.any(Uint8Array) });
    expect(calls.splice(0)).toEqual(['list', 'add', 'list', 'unseal 1']);
    clock.advanceSeconds(REFRESH_SECONDS - 1);
    expect(await opener.current(PURPOSE)).toBe(first);
    expect(calls).toEqual([]);
    clock.advanceSeconds(1);
    expect(await opener.current(PURPOSE)).toBe(first);
    expect(calls).toEqual(['list']);
  });

  it('is read once for any number of concurrent callers', async () => {
    const { opener, sealer, calls } = start();
    const { key } = await sealer.current(PURPOSE);
    const all = await Promise.all(Array.from({ length: 20 }, () => opener.current(PURPOSE)));
    expect(all).toEqual(all.map(() => ({ id: '1', key })));
    expect(calls).toEqual(['list', 'unseal 1']);
  });

  it('is the old one until the new one is a minute old', async () => {
    const { rotate, clock, sealer, opener } = start();
    await sealer.current(PURPOSE);
    await rotate();
    expect((await opener.current(PURPOSE)).id).toBe('1');
    clock.advanceSeconds(SEALS_AFTER_SECONDS - 1);
    expect((await opener.current(PURPOSE)).id).toBe('1');
    clock.advanceSeconds(1);
    expect((await opener.current(PURPOSE)).id).toBe('2');
  });

  it('becomes the new one within five minutes if the old one is cached', async () => {
    const { rotate, clock, sealer } = start();
    await sealer.current(PURPOSE);
    await rotate();
    clock.advanceSeconds(REFRESH_SECONDS);
    expect((await sealer.current(PURPOSE)).id).toBe('2');
  });

  it('is read again after the table or KMS failed', async () => {
    const { store, clock } = start();
    const failures = ['list', 'unseal'];
    const failing = (call: string) => {
      if (failures[0] === call) throw new Error(`${failures.shift()} failed`);
    };
    const keys = cachedDataKeys({
      clock,
      store: {
        ...store,
        list: async (purpose) => [failing('list'), await store.list(purpose)][1] as readonly StoredKey[],
        unseal: async (key) => [failing('unseal'), await store.unseal(key)][1] as Uint8Array,
      },
    });
    await expect(keys.current(PURPOSE)).rejects.toThrow('list failed');
    await expect(keys.current(PURPOSE)).rejects.toThrow('unseal failed');
    expect((await keys.current(PURPOSE)).id).toBe('1');
  });
});

describe('a key by its id', () => {
  it('is found by a function that has only the old one cached, as soon as it exists', async () => {
    const { rotate, clock, sealer, opener, opensWith } = start();
    await sealer.current(PURPOSE);
    await opener.byId(PURPOSE, '1');
    clock.advanceSeconds(UNKNOWN_KEY_SECONDS);
    await rotate();
    expect(await opener.byId(PURPOSE, '2')).toEqual({ id: '2', key: await opensWith('2') });
  });

  it('is found for every key that was ever created', async () => {
    const { rotate, opener, sealer, opensWith } = start();
    await sealer.current(PURPOSE);
    for (let count = 0; count < 11; count++) await rotate();
    for (const id of ['1', '9', '12']) expect((await opener.byId(PURPOSE, id))?.key).toEqual(await opensWith(id));
  });

  it('is of one purpose', async () => {
    const { sealer, opener } = start();
    await sealer.current(PURPOSE);
    expect(await opener.byId('messages', '1')).toBeUndefined();
  });

  it('is not created when it is missing', async () => {
    const { opener, store } = start();
    expect(await opener.byId(PURPOSE, '1')).toBeUndefined();
    expect(await store.list(PURPOSE)).toEqual([]);
  });

  it('that is forged costs one read in half a minute, and no KMS call', async () => {
    const { sealer, opener, clock, calls } = start();
    await sealer.current(PURPOSE);
    await opener.byId(PURPOSE, '1');
    calls.splice(0);
    for (let second = 0; second < 120; second++) {
      for (const id of ['2', '4294967295', '0', '__proto__', String(second + 2)])
        expect(await opener.byId(PURPOSE, id)).toBeUndefined();
      clock.advanceSeconds(1);
    }
    // It was listed a moment before the first.
    expect(calls).toEqual(['list', 'list', 'list']);
  });

  it('is found by a function that was asked for the same id before it existed', async () => {
    const { rotate, clock, sealer, opener } = start();
    await sealer.current(PURPOSE);
    expect(await opener.byId(PURPOSE, '2')).toBeUndefined();
    await rotate();
    // No function seals with it yet, and the cached miss has expired by then.
    expect(UNKNOWN_KEY_SECONDS).toBeLessThan(SEALS_AFTER_SECONDS);
    clock.advanceSeconds(SEALS_AFTER_SECONDS);
    expect((await opener.byId(PURPOSE, '2'))?.id).toBe('2');
  });

  it('is gone within five minutes after it was removed', async () => {
    const { store, clock, sealer } = start();
    await sealer.current(PURPOSE);
    let keys = await store.list(PURPOSE);
    const opener = cachedDataKeys({ store: { ...store, list: async () => keys }, clock });
    expect((await opener.byId(PURPOSE, '1'))?.id).toBe('1');
    keys = [];
    clock.advanceSeconds(REFRESH_SECONDS);
    expect(await opener.byId(PURPOSE, '1')).toBeUndefined();
  });
});
