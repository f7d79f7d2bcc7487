import type { Uploads } from '../../ports/uploads';

/** The file was replaced or deleted while it was read. */
export class ReplacedUpload extends Error {
  override readonly name = 'ReplacedUpload';
}

/**
 * Range reads and not one stream: nothing is open while the topic is slow, and a failed read is retried by the client.
 * The whole of a function's memory for a file is this, and the lines of one group.
 */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** Bytes of one version of a file, from an offset on. */
export async function* fileChunks(
  uploads: Uploads,
  key: string,
  { etag, bytes }: { readonly etag: string; readonly bytes: number },
  from: number,
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < bytes; at += CHUNK_BYTES) {
    yield await readBytes(uploads, key, etag, at, Math.min(bytes, at + CHUNK_BYTES));
  }
}

/** @throws ReplacedUpload */
export async function readBytes(
  uploads: Uploads,
  key: string,
  etag: string,
  from: number,
  to: number,
): Promise<Uint8Array> {
  const chunk = from === to ? new Uint8Array() : await uploads.read(key, etag, from, to);
  if (chunk === undefined) throw new ReplacedUpload(key);
  return chunk;
}
