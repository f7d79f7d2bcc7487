import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/**
 * Whether a receiver with this secret accepts the request. Verifies `whsec_…` with the independent `standardwebhooks` package,
 * which does not support `v1a` yet: `whpk_…` is verified here, by the specification and without our signer.
 */
export const accepts = (secret: string, body: string, headers: Readonly<Record<string, string>>): boolean =>
  secret.startsWith('whpk_') ? acceptsKey(secret, body, headers) : acceptsSecret(secret, body, headers);

function acceptsSecret(secret: string, body: string, headers: Readonly<Record<string, string>>): boolean {
  try {
    new Webhook(secret).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
}

const TOLERANCE_SECONDS = 300;

function acceptsKey(publicKey: string, body: string, headers: Readonly<Record<string, string>>): boolean {
  const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = (headers['webhook-signature'] ?? '').split(' ').filter((text) => text.startsWith('v1a,'));
  return signatures.some((text) => verify(null, content, key, Buffer.from(text.slice('v1a,'.length), 'base64')));
}
