import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { DataKey } from '../sealing/seal';
import { openUnsubscribeToken, type Subscription, sealUnsubscribeToken, unsubscribeUrl } from './unsubscribe-token';

const KEY: DataKey = { id: '1', key: new Uint8Array(32).fill(7) };
const only = (key: DataKey) => async (id: string) => (id === key.id ? key : undefined);
const ANN: Subscription = { tenant: 'acme', category: 'digest', address: 'ann@example.com' };

const subscription = fc.record({
  tenant: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  category: fc.stringMatching(/^[a-z][a-z0-9-]{0,63}$/),
  address: fc.stringMatching(/^[a-z0-9!#$%&'*+=?^_`{|}~-]{1,64}@[a-z0-9]{1,63}\.[a-z0-9]{1,63}\.example$/),
});

describe('an unsubscribe token', () => {
  it('opens to what was sealed, with the same key and no other', async () => {
    await fc.assert(
      fc.asyncProperty(subscription, fc.uint8Array({ minLength: 32, maxLength: 32 }), async (one, bytes) => {
        const key = { id: '7', key: bytes };
        const token = sealUnsubscribeToken(one, key);
        expect(await openUnsubscribeToken(token, only(key))).toEqual(one);
        expect(await openUnsubscribeToken(token, only({ ...key, key: randomBytes(32) }))).toBeUndefined();
      }),
    );
  });

  it('opens with the key that it was sealed with, however many are newer', async () => {
    const keys = ['1', '2', '300'].map((id) => ({ id, key: new Uint8Array(randomBytes(32)) }));
    const keyOf = async (id: string) => keys.find((key) => key.id === id);
    for (const key of keys) expect(await openUnsubscribeToken(sealUnsubscribeToken(ANN, key), keyOf)).toEqual(ANN);
  });

  it('is safe in a URL and in a header, and is opaque', () => {
    fc.assert(
      fc.property(subscription, (one) => {
        const token = sealUnsubscribeToken(one, KEY);
        expect(token).toMatch(/^[A-Za-z0-9_-]{40,700}$/);
        const bytes = Buffer.from(token, 'base64url').toString('latin1');
        expect(Object.values(one).filter((text) => text.length > 4 && bytes.includes(text))).toEqual([]);
      }),
    );
  });

  it('is the same for one subscription, and different for another', () => {
    expect(sealUnsubscribeToken({ ...ANN }, KEY)).toBe(sealUnsubscribeToken(ANN, KEY));
    const others = [{ tenant: 'acm' }, { category: 'news' }, { address: 'ben@example.com' }, { tenant: 'acmedigest' }];
    const tokens = [{}, ...others].map((other) => sealUnsubscribeToken({ ...ANN, ...other }, KEY));
    expect(new Set(tokens).size).toBe(tokens.length);
    const nonces = tokens.map((token) => Buffer.from(token, 'base64url').subarray(6, 18).toString('hex'));
    expect(new Set(nonces).size).toBe(tokens.length);
  });

  it('with any one character changed, left out or added is none', async () => {
    const token = sealUnsubscribeToken(ANN, KEY);
    for (let at = 0; at <= token.length; at++) {
      const [head, tail] = [token.slice(0, at), token.slice(at + 1)];
      const other = token[at] === 'A' ? 'B' : 'A';
      const forged = [
        `${head}${other}${tail}`,
        `${head}A${token.slice(at)}`,
        `${head}${tail}`,
        `${head} ${token.slice(at)}`,
      ];
      for (const text of forged.filter((text) => text !== token))
        expect([text, await openUnsubscribeToken(text, async () => KEY)]).toEqual([text, undefined]);
    }
  });

  it.each(['', 'A', 'AQ', '=', '..', '\0', 'ä', 'A'.repeat(1_000_000), `${sealUnsubscribeToken(ANN, KEY)}=`])(
    'is not what is spelled otherwise (%#)',
    async (text) => {
      expect(await openUnsubscribeToken(text, only(KEY))).toBeUndefined();
    },
  );

  it('is not any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.base64String({ maxLength: 200 })),
        async (text) => {
          expect(await openUnsubscribeToken(text, async () => KEY)).toBeUndefined();
        },
      ),
    );
  });

  it('of another version is none', async () => {
    const bytes = Buffer.from(sealUnsubscribeToken(ANN, KEY), 'base64url');
    bytes[0] = 2;
    expect(await openUnsubscribeToken(bytes.toString('base64url'), only(KEY))).toBeUndefined();
  });

  it.each<[string, Partial<Subscription>]>([
    ['a tenant that stands for all', { tenant: '*' }],
    ['a tenant that is part of a key', { tenant: 'acme#digest' }],
    ['a tenant in capitals', { tenant: 'ACME' }],
    ['no tenant', { tenant: '' }],
    ['a category that is part of a key', { category: 'digest#1' }],
    ['an address in capitals', { address: 'Ann@example.com' }],
    ['two addresses', { address: 'ann@example.com,ben@example.com' }],
    ['an address with a name', { address: 'Ann <ann@example.com>' }],
    ['no address', { address: 'ann' }],
  ])('that was sealed with %s is none', async (_what, change) => {
    expect(await openUnsubscribeToken(sealUnsubscribeToken({ ...ANN, ...change }, KEY), only(KEY))).toBeUndefined();
  });

  it('is the end of a path', () => {
    expect(unsubscribeUrl('https://a.example', 'x-1')).toBe('https://a.example/unsubscribe/x-1');
  });
});
