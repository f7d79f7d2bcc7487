import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { type DataKey, keyIdOf, open, seal } from './seal';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = fc.record({ id: fc.integer({ min: 1, max: 2 ** 32 - 1 }).map(String), key: bytes(32) });
const input = { key, nonce: bytes(12), plaintext: fc.uint8Array(), associatedData: fc.string() };
const KEY: DataKey = { id: '258', key: new Uint8Array(32).fill(7) };
const some = {
  key: KEY,
  nonce: new Uint8Array(12).fill(9),
  plaintext: Buffer.from('whsec_secret'),
  associatedData: 'acme/ep_1',
};
const keyOf = async (id: string) => (id === KEY.id ? KEY : undefined);

describe('what was sealed', () => {
  it('opens with the same key and associated data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(input), async ({ key, nonce, plaintext, associatedData }) => {
        const sealed = seal({ key, nonce, plaintext, associatedData });
        expect(sealed).toHaveLength(plaintext.length + 33);
        expect(keyIdOf(sealed)).toBe(key.id);
        expect(await open({ sealed, associatedData }, async () => key)).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('is AES-256-GCM behind a version, the number of its key and the nonce, and authenticates all of them', () => {
    const prefix = Buffer.of(1, 0, 0, 1, 2);
    const cipher = createCipheriv('aes-256-gcm', KEY.key, some.nonce);
    cipher.setAAD(Buffer.concat([prefix, Buffer.from('acme/ep_1')]));
    const ciphertext = Buffer.concat([cipher.update(some.plaintext), cipher.final(), cipher.getAuthTag()]);
    expect(seal(some)).toEqual(Buffer.concat([prefix, some.nonce, ciphertext]));
  });

  it('opens with the key of its number among several', async () => {
    const other = { id: '2', key: new Uint8Array(32) };
    const keys = new Map([KEY, other].map((each) => [each.id, each]));
    for (const each of keys.values()) {
      const opened = await open({ ...some, sealed: seal({ ...some, key: each }) }, async (id) => keys.get(id));
      expect(opened).toEqual(some.plaintext);
    }
  });

  it('does not open with another key under its number, with no key, or for another owner', async () => {
    const sealed = seal(some);
    expect(await open({ ...some, sealed }, async () => ({ ...KEY, key: new Uint8Array(32) }))).toBeUndefined();
    expect(await open({ ...some, sealed }, async () => undefined)).toBeUndefined();
    expect(await open({ sealed, associatedData: 'acme/ep_2' }, keyOf)).toBeUndefined();
  });

  it('does not open under another number, though the key is the same', async () => {
    const sealed = Buffer.from(seal(some));
    sealed.writeUInt32BE(259, 1);
    expect(await open({ ...some, sealed }, async (id) => ({ ...KEY, id }))).toBeUndefined();
  });

  it('does not open with any bit changed, nor with any byte less', async () => {
    const sealed = seal(some);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(await open({ ...some, sealed: changed }, async () => KEY)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(await open({ ...some, sealed: sealed.subarray(0, length) }, keyOf)).toBeUndefined();
    }
  });

  it('does not show its plaintext', () => {
    expect(Buffer.from(seal(some)).toString('latin1')).not.toContain('whsec');
  });
});

it('a value that is too short or of another version names no key', () => {
  const sealed = seal({ ...some, plaintext: Buffer.of() });
  expect(keyIdOf(sealed)).toBe('258');
  expect(keyIdOf(sealed.subarray(0, -1))).toBeUndefined();
  expect(keyIdOf(Buffer.concat([Buffer.of(2), sealed.subarray(1)]))).toBeUndefined();
});

it('a value that names no key asks for none', async () => {
  const asked: string[] = [];
  const keyOf = async (id: string) => void asked.push(id);
  await open({ ...some, sealed: seal(some).subarray(0, 32) }, keyOf as () => Promise<undefined>);
  expect(asked).toEqual([]);
});

it.each([
  ['key', 31, { ...some, key: { ...KEY, key: new Uint8Array(31) } }],
  ['nonce', 16, { ...some, nonce: new Uint8Array(16) }],
])('a %s of %i bytes is refused', (what, length, wrong) => {
  const expected = what === 'key' ? 32 : 12;
  expect(() => seal(wrong)).toThrow(new RangeError(`the ${what} has ${length} bytes, expected ${expected}`));
});

it.each(['', '0', '01', '-1', '1.5', 'x', 'x1', '4294967296'])("a key with the id '%s' is refused", (id) => {
  const message = `the key has the id '${id}', expected a number from 1 to 4294967295`;
  expect(() => seal({ ...some, key: { ...KEY, id } })).toThrow(new RangeError(message));
});

it('a key of another length opens nothing, and says so', async () => {
  const short = { ...KEY, key: new Uint8Array(16) };
  await expect(open({ ...some, sealed: seal(some) }, async () => short)).rejects.toThrow(
    new RangeError('the key has 16 bytes, expected 32'),
  );
});
