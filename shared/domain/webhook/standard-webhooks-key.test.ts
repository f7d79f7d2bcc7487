import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { sign } from './standard-webhooks';
import { formatSigningKey, publicKeyOf } from './standard-webhooks-key';
import { checkSecret, formatSecret, prepareSecret } from './standard-webhooks-secret';

/** Of the Svix server, which other libraries test `v1a` against too. */
const PUBLISHED = {
  secret: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
  publicKey: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
};

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const keyBytes = Buffer.from(PUBLISHED.secret.slice(5), 'base64');
const malformed = {
  code: 'webhook.secret.malformed',
  path: '',
  message: "the signing key is not 'whsk_' followed by padded standard base64 of 64 bytes, the seed and the public key",
};

/** As a receiver would that has the public key and nothing of ours. */
function verifies(publicKey: string, content: string, signature: string): boolean {
  const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(content), key, Buffer.from(signature.replace('v1a,', ''), 'base64'));
}

describe('a signing key', () => {
  it('makes the published vector', () => {
    const { secret, publicKey, signature, ...input } = PUBLISHED;
    expect(checkSecret(secret)).toEqual([]);
    expect(publicKeyOf(secret)).toBe(publicKey);
    expect(sign({ ...input, secrets: [prepareSecret(secret)] })['webhook-signature']).toBe(signature);
  });

  it('is accepted as it was formatted, and its signatures verify with its public key alone', () => {
    fc.assert(
      fc.property(seed, fc.string(), (bytes, content) => {
        const key = formatSigningKey(bytes);
        expect(checkSecret(key)).toEqual([]);
        const signature = prepareSecret(key)(content);
        expect(verifies(publicKeyOf(key) ?? '', content, signature)).toBe(true);
        expect(verifies(publicKeyOf(key) ?? '', `${content}.`, signature)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('has the public key that Node gives its seed', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
    const key = formatSigningKey(Buffer.from(d, 'base64url'));
    expect(publicKeyOf(key)).toBe(`whpk_${Buffer.from(x, 'base64url').toString('base64')}`);
  });

  it('signs beside a symmetric secret, so that the library of either receiver finds its signature', () => {
    const secret = formatSecret(new Uint8Array(32).fill(1));
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const secrets = [PUBLISHED.secret, secret].map(prepareSecret);
    const headers = sign({ id: 'a', timestampSeconds, body: '{}', secrets });
    expect(headers['webhook-signature']).toMatch(/^v1a,\S{88} v1,\S{44}$/);
    expect(new Webhook(secret).verify('{}', headers)).toEqual({});
  });

  it.each([
    ['of the seed alone', keyBytes.subarray(0, 32)],
    ['one byte short', keyBytes.subarray(0, 63)],
    ['of nothing', Buffer.alloc(0)],
  ])('%s is malformed', (_, bytes) => {
    expect(checkSecret(`whsk_${bytes.toString('base64')}`)).toEqual([malformed]);
  });

  it.each([
    ['white space', `${PUBLISHED.secret}\n`],
    ['the URL alphabet', PUBLISHED.secret.replace('/', '_')],
    ['missing padding', PUBLISHED.secret.slice(0, -2)],
  ])('with %s is malformed', (_, key) => expect(checkSecret(key)).toEqual([malformed]));

  it('whose halves do not match is refused: no receiver could verify its signatures', () => {
    const key = Buffer.concat([Buffer.alloc(32), keyBytes.subarray(32)]).toString('base64');
    const message =
      'the second half of the signing key is not the public key of the first; give it as it was made, seed and public key';
    expect(checkSecret(`whsk_${key}`)).toEqual([{ code: 'webhook.secret.key_mismatch', path: '', message }]);
    expect(() => prepareSecret(`whsk_${key}`)).toThrow(expect.objectContaining({ code: 'webhook.secret.invalid' }));
  });
});

it('a symmetric secret has no public key', () => {
  expect(publicKeyOf(formatSecret(new Uint8Array(32)))).toBeUndefined();
});
