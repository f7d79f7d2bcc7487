import { createPublicKey, verify } from 'node:crypto';

/** Verifies with the public key alone, without AWS. */
export function signatureVerifier(publicKey: Uint8Array): (text: string, signature: Uint8Array) => boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return (text, signature) => verify('sha256', Buffer.from(text), key, signature);
}
