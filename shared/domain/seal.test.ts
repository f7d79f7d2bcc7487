import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { open, seal } from './seal';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const input = { key: bytes(32), nonce: bytes(12), plaintext: fc.uint8Array(), associatedData: fc.string() };
const some = {
  ...{ key: new Uint8Array(32).fill(7), nonce: new Uint8Array(12).fill(9) },
  ...{ plaintext: Buffer.from('whsec_secret'), associatedData: 'acme/ep_1' },
};

describe('what was sealed', () => {
  it('opens with the same key and associated data', () => {
    fc.assert(
      fc.property(fc.record(input), ({ key, nonce, plaintext, associatedData }) => {
        const sealed = seal({ key, nonce, plaintext, associatedData });
        expect(sealed).toHaveLength(plaintext.length + 29);
        expect(open({ key, sealed, associatedData })).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('is AES-256-GCM behind a version and the nonce', () => {
    const cipher = createCipheriv('aes-256-gcm', some.key, some.nonce).setAAD(Buffer.from('acme/ep_1'));
    const ciphertext = Buffer.concat([cipher.update(some.plaintext), cipher.final(), cipher.getAuthTag()]);
    expect(seal(some)).toEqual(Buffer.concat([Buffer.of(1), some.nonce, ciphertext]));
  });

  it('does not open with another key, or for another owner', () => {
    const sealed = seal(some);
    expect(open({ ...some, key: new Uint8Array(32), sealed })).toBeUndefined();
    expect(open({ ...some, associatedData: 'acme/ep_2', sealed })).toBeUndefined();
  });

  it('does not open with any bit changed, nor with any byte less', () => {
    const sealed = seal(some);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(open({ ...some, sealed: changed })).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(open({ ...some, sealed: sealed.subarray(0, length) })).toBeUndefined();
    }
  });

  it('does not show its plaintext', () => {
    expect(Buffer.from(seal(some)).toString('latin1')).not.toContain('whsec');
  });
});

it.each([
  ['key', 31, { ...some, key: new Uint8Array(31) }],
  ['nonce', 16, { ...some, nonce: new Uint8Array(16) }],
])('a %s of %i bytes is refused', (what, length, wrong) => {
  const expected = what === 'key' ? 32 : 12;
  expect(() => seal(wrong)).toThrow(new RangeError(`the ${what} has ${length} bytes, expected ${expected}`));
});

it('a key of another length opens nothing, and says so', () => {
  const sealed = seal(some);
  expect(() => open({ ...some, sealed, key: new Uint8Array(16) })).toThrow(
    new RangeError('the key has 16 bytes, expected 32'),
  );
});
