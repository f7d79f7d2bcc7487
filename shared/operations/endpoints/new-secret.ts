import { randomBytes } from 'node:crypto';
import { formatSigningKey, publicKeyOf } from '../../domain/webhook/standard-webhooks-key';
import { formatSecret } from '../../domain/webhook/standard-webhooks-secret';

const SECRET_BYTES = 32;

/** A new signing key, whose public key the receiver gets; or a new symmetric secret, which both sides keep. */
export const newSecret = ({ asymmetric }: { readonly asymmetric: boolean }): string =>
  (asymmetric ? formatSigningKey : formatSecret)(randomBytes(SECRET_BYTES));

/** What the receiver needs for verification: the symmetric secret, or the public key of a signing key. */
export type ReceiverSecret = { readonly secret: string } | { readonly publicKey: string };

export function receiverSecret(secret: string): ReceiverSecret {
  const publicKey = publicKeyOf(secret);
  return publicKey === undefined ? { secret } : { publicKey };
}
