import { createHash } from 'node:crypto';
import type { ImportRecords, RejectedPages, Uploads } from '../ports/uploads';

/** In-memory bucket of uploads and results. `objects` is readable and writable, as by a producer. */
export function memoryUploads(objects = new Map<string, Uint8Array>()) {
  const etagOf = (key: string): string | undefined => {
    const bytes = objects.get(key);
    return bytes && createHash('md5').update(bytes).digest('hex');
  };
  const textOf = (key: string): string | undefined => {
    const bytes = objects.get(key);
    return bytes && new TextDecoder().decode(bytes);
  };
  const put = (key: string, text: string) => objects.set(key, new TextEncoder().encode(text));
  const uploads: Uploads = {
    find: async (key) => {
      const etag = etagOf(key);
      return etag === undefined ? undefined : { etag, bytes: objects.get(key)?.length ?? 0 };
    },
    read: async (key, etag, from, to) => (etagOf(key) === etag ? objects.get(key)?.slice(from, to) : undefined),
  };
  const records: ImportRecords = {
    read: async (key) => {
      const [text, version] = [textOf(key), etagOf(key)];
      return text === undefined || version === undefined ? undefined : { text, version };
    },
    replace: async (key, text, version) => {
      if (etagOf(key) !== version) return undefined;
      put(key, text);
      return etagOf(key);
    },
  };
  const pages: RejectedPages = {
    put: async (key, text) => void put(key, text),
    versionOf: async (key) => etagOf(key),
    join: async (key, keys, version) => {
      if (etagOf(key) !== version) return false;
      const texts = keys.map((page) => textOf(page));
      if (texts.includes(undefined)) throw new Error(`a page of ${key} is missing`);
      put(key, texts.join(''));
      return true;
    },
  };
  return { objects, uploads, records, pages, put, textOf };
}
