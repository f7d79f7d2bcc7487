import { randomBytes } from 'node:crypto';
import type { AttachmentStore } from '../ports/attachment-store';

export interface AttachmentStoreFixture {
  readonly store: AttachmentStore;
  put(key: string, content: Uint8Array): Promise<void>;
}

/** Contract of every attachment store. Uses its own keys. */
export function describeAttachmentStoreContract(name: string, makeFixture: () => AttachmentStoreFixture): void {
  describe(`${name}, as a store of attachments`, () => {
    const aKey = (): string => `tenant/${randomBytes(8).toString('hex')}/Übersicht 1+2 (ä).pdf`;

    it('returns the size of an object and reads it, byte for byte, for any key', async () => {
      const { store, put } = makeFixture();
      const [key, content] = [aKey(), new Uint8Array(randomBytes(70_000))];
      await put(key, content);
      expect(await store.size(key)).toBe(70_000);
      expect(Buffer.from(await store.read(key, 70_000)).equals(content)).toBe(true);
    });

    it('reads an empty object', async () => {
      const { store, put } = makeFixture();
      const key = aKey();
      await put(key, new Uint8Array());
      expect([await store.size(key), (await store.read(key, 0)).length]).toEqual([0, 0]);
    });

    it('reports a missing object', async () => {
      const { store } = makeFixture();
      const key = aKey();
      expect(await store.size(key)).toBeUndefined();
      await expect(store.read(key, 10)).rejects.toThrow();
    });

    it('does not read more than the limit', async () => {
      const { store, put } = makeFixture();
      const key = aKey();
      await put(key, new Uint8Array(11));
      await expect(store.read(key, 10)).rejects.toThrow('object has 11 bytes, allowed 10');
    });
  });
}
