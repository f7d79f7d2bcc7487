import { generateKeyPairSync, sign } from 'node:crypto';
import type { AnchorKeyReader, AnchorSigner } from '../ports/anchor-key';

/** In-memory signing key: a key pair in this process. */
export function memoryAnchorKey(keyArn = 'memory'): AnchorSigner & AnchorKeyReader {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    keyArn,
    sign: async (text) => sign('sha256', Buffer.from(text), privateKey),
    publicKey: async () => publicKey.export({ format: 'der', type: 'spki' }),
  };
}
