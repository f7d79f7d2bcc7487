import { randomBytes } from 'node:crypto';
import type { ImportRecords, RejectedPages, Uploads } from '../ports/uploads';

export interface UploadsFixture {
  readonly uploads: Uploads;
  readonly records: ImportRecords;
  readonly pages: RejectedPages;
  /** Puts a file as a producer does. */
  put(key: string, content: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Contract of every store of uploads and results. Uses its own keys. */
export function describeUploadsContract(name: string, makeFixture: () => UploadsFixture): void {
  const aKey = (folder: string): string => `${folder}/acme/${randomBytes(8).toString('hex')} 1+2 % (ä).csv`;

  describe(`${name}, as a store of uploads`, () => {
    it('finds a file and reads any part of it, byte for byte, for any key', async () => {
      const { uploads, put } = makeFixture();
      const [key, content] = [aKey('inbox'), new Uint8Array(randomBytes(70_000))];
      await put(key, content);
      const { etag = '', bytes } = (await uploads.find(key)) ?? {};
      expect([bytes, etag.length]).toEqual([70_000, 32]);
      const parts = [await uploads.read(key, etag, 0, 50_000), await uploads.read(key, etag, 50_000, 70_000)];
      expect(Buffer.concat(parts.map((part) => part ?? new Uint8Array())).equals(content)).toBe(true);
    });

    it('finds an empty file, and no file where there is none', async () => {
      const { uploads, put } = makeFixture();
      const key = aKey('inbox');
      expect([await uploads.find(key), await uploads.read(key, '0'.repeat(32), 0, 1)]).toEqual([undefined, undefined]);
      await put(key, new Uint8Array());
      expect((await uploads.find(key))?.bytes).toBe(0);
    });

    it('reads nothing of a file that was replaced or deleted', async () => {
      const { uploads, put, remove } = makeFixture();
      const key = aKey('inbox');
      await put(key, new Uint8Array(10));
      const { etag = '' } = (await uploads.find(key)) ?? {};
      await put(key, new Uint8Array(11));
      expect(await uploads.read(key, etag, 0, 5)).toBeUndefined();
      await remove(key);
      expect(await uploads.read(key, etag, 0, 5)).toBeUndefined();
    });

    it('gives the same content the same version', async () => {
      const { uploads, put } = makeFixture();
      const [one, other] = [aKey('inbox'), aKey('inbox')];
      for (const key of [one, other]) await put(key, new Uint8Array(10));
      expect((await uploads.find(one))?.etag).toBe((await uploads.find(other))?.etag);
    });
  });

  describe(`${name}, as a store of import records`, () => {
    it('creates a record once, and replaces the version that was read alone', async () => {
      const { records } = makeFixture();
      const key = aKey('results');
      const first = await records.replace(key, 'one', undefined);
      expect(await records.replace(key, 'other', undefined)).toBeUndefined();
      expect(await records.read(key)).toEqual({ text: 'one', version: first });
      const second = await records.replace(key, 'two', first);
      expect(await records.replace(key, 'late', first)).toBeUndefined();
      expect(await records.read(key)).toEqual({ text: 'two', version: second });
    });

    it('replaces no record that is gone', async () => {
      const { records, remove } = makeFixture();
      const key = aKey('results');
      const version = await records.replace(key, 'one', undefined);
      await remove(key);
      expect([await records.replace(key, 'two', version), await records.read(key)]).toEqual([undefined, undefined]);
    });

    it('lets one of two concurrent writers win', async () => {
      const { records } = makeFixture();
      const key = aKey('results');
      const version = await records.replace(key, 'one', undefined);
      const both = ['a', 'b'].map((text) => records.replace(key, text, version).catch(() => undefined));
      expect((await Promise.all(both)).filter((won) => won !== undefined)).toHaveLength(1);
    });
  });

  describe(`${name}, as a store of rejected lines`, () => {
    it('joins pages in order, also of more than a part of an upload, and replaces the known version alone', async () => {
      const { pages, records } = makeFixture();
      const [key, ...keys] = [aKey('results'), aKey('work'), aKey('work'), aKey('work')] as const;
      const texts = ['a'.repeat(9_000_000), 'b'.repeat(100), 'c'.repeat(8_500_000)];
      for (const [n, page] of keys.entries()) await pages.put(page, texts[n] ?? '');
      expect(await pages.versionOf(key)).toBeUndefined();
      expect(await pages.join(key, keys, undefined)).toBe(true);
      const version = await pages.versionOf(key);
      expect((await records.read(key))?.text === texts.join('')).toBe(true);
      expect(await pages.join(key, keys.slice(1, 2), undefined)).toBe(false);
      expect(await pages.join(key, keys.slice(1, 2), version)).toBe(true);
      expect(await pages.join(key, keys, version)).toBe(false);
      expect((await records.read(key))?.text).toBe(texts[1]);
    });

    it('joins no pages to an empty file', async () => {
      const { pages, records } = makeFixture();
      const key = aKey('results');
      expect(await pages.join(key, [], undefined)).toBe(true);
      expect((await records.read(key))?.text).toBe('');
    });
  });
}
