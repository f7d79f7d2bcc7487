import { createHash } from 'node:crypto';

/** SHA-256 of a text in UTF-8: 32 bytes. */
export const sha256Digest = (text: string): Buffer => createHash('sha256').update(text).digest();
