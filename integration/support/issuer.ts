import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type LoopbackServer, startLoopbackServer } from '../../tools/local/loopback-server';

/** Differs from a valid token of the issuer. */
export interface TokenChange {
  /** Added to the claims, or replaces them; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** @default RS256 */
  readonly alg?: 'RS256' | 'HS256' | 'none';
  /** Signed with a key that the issuer never had, under the id of its own. @default false */
  readonly isForged?: boolean;
}

export interface Issuer extends Pick<LoopbackServer, 'close'> {
  /** A token that is valid for five minutes, but for the change. */
  token(change?: TokenChange): string;
}

const KEY_ID = 'key-1';
const VALID_SECONDS = 300;
/** Of `stacks/environment.ts`. */
const AUDIENCE = 'carillon';

const rsaKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * An OpenID Connect issuer on loopback: discovery, its one key as JWKS, and tokens (RFC 7519) that `node:crypto` signs.
 *
 * @param url `http://127.0.0.1:<port>`
 */
export async function startIssuer(url: string): Promise<Issuer> {
  const [own, foreign] = [rsaKeys(), rsaKeys()];
  const documents: Readonly<Record<string, unknown>> = {
    '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
    '/keys': { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }] },
  };
  const { close } = await startLoopbackServer(
    (request, response) => {
      const document = documents[request.url ?? ''];
      response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(document ?? {}));
    },
    Number(new URL(url).port),
  );
  return {
    close,
    token: (change = {}) => tokenOf(url, change, change.isForged ? foreign.privateKey : own.privateKey, own.publicKey),
  };
}

function tokenOf(iss: string, { claims, alg = 'RS256' }: TokenChange, key: KeyObject, publicKey: KeyObject): string {
  const now = Math.floor(Date.now() / 1000);
  const valid = { iss, aud: AUDIENCE, sub: 'a-service', iat: now - 5, nbf: now - 5, exp: now + VALID_SECONDS };
  const signed = `${encoded({ alg, typ: 'JWT', kid: KEY_ID })}.${encoded({ ...valid, ...claims })}`;
  return `${signed}.${signature(signed, alg, key, publicKey)}`;
}

/** HS256 with the public key as secret: a verifier that lets the token choose the algorithm accepts it. */
function signature(signed: string, alg: TokenChange['alg'], key: KeyObject, publicKey: KeyObject): string {
  if (alg === 'none') return '';
  if (alg === 'RS256') return createSign('sha256').update(signed).sign(key, 'base64url');
  const secret = publicKey.export({ format: 'pem', type: 'spki' });
  return createHmac('sha256', secret).update(signed).digest('base64url');
}
