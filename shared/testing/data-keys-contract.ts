import type { DataKeys } from '../ports/data-keys';

/** Makes a caller that has asked for nothing yet; all callers of one store have the same keys. */
export type DataKeyCallers = () => DataKeys;

/** What all data keys do. `makeStore` gives one that has no keys yet. */
export function describeDataKeysContract(name: string, makeStore: () => Promise<DataKeyCallers>): void {
  describe(`${name}, as data keys`, () => {
    it('have 256 bits, another key for each purpose', async () => {
      const keys = (await makeStore())();
      const all = [await keys.key('endpoints'), await keys.key('unsubscribe'), await keys.key('addresses')];
      expect(all.map(({ length }) => length)).toEqual([32, 32, 32]);
      expect(new Set(all.map(hex)).size).toBe(3);
    });

    it('stay the same for every caller, also for those who come later', async () => {
      const newCaller = await makeStore();
      const caller = newCaller();
      const first = hex(await caller.key('endpoints'));
      expect(hex(await caller.key('endpoints'))).toBe(first);
      expect(hex(await newCaller().key('endpoints'))).toBe(first);
    });

    it('are one key where many ask first at once', async () => {
      const newCaller = await makeStore();
      const keys = await Promise.all(Array.from({ length: 5 }, () => newCaller().key('endpoints')));
      expect(new Set([...keys, await newCaller().key('endpoints')].map(hex)).size).toBe(1);
    });

    it('differ between stores', async () => {
      const [one, other] = [(await makeStore())(), (await makeStore())()];
      expect(hex(await one.key('endpoints'))).not.toBe(hex(await other.key('endpoints')));
    });
  });
}

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
