import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/**
 * Does a receiver with this secret accept the request? `whsec_…` is asked of the independent `standardwebhooks` package.
 * It knows no `v1a` yet, so that what `whpk_…` accepts is spelled out here, by the specification and not by our signer.
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
