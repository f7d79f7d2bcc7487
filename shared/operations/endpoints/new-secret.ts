import { randomBytes } from 'node:crypto';
import { formatSigningKey, publicKeyOf } from '../../domain/webhook/standard-webhooks-key';
import { formatSecret } from '../../domain/webhook/standard-webhooks-secret';

const SECRET_BYTES = 32;

/** A signing key has a public half for receivers; a symmetric secret both must keep. */
export const newSecret = ({ asymmetric }: { readonly asymmetric: boolean }): string =>
  (asymmetric ? formatSigningKey : formatSecret)(randomBytes(SECRET_BYTES));

/** What the receiver needs to verify: the symmetric secret, or the public half of a signing key, which stays sealed itself. */
export type ReceiverSecret = { readonly secret: string } | { readonly publicKey: string };

export function receiverSecret(secret: string): ReceiverSecret {
  const publicKey = publicKeyOf(secret);
  return publicKey === undefined ? { secret } : { publicKey };
}
