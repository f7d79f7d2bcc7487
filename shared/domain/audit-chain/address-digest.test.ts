import { createHmac } from 'node:crypto';
import { addressDigest, erasedAddress, isErased } from './address-digest';

const key = new Uint8Array(32).fill(7);
const digest = addressDigest(key);
const DIGITS = createHmac('sha256', key).update('ann@example.com').digest('hex');

describe('erasedAddress', () => {
  it('is the keyed digest of the address in lower case, at a domain that gets no mail', () => {
    expect(erasedAddress('Ann@Example.com', digest)).toBe(`${DIGITS}@erased.invalid`);
  });

  it('leaves alone what is erased already', () => {
    const erased = erasedAddress('ann@example.com', digest);
    expect(erasedAddress(erased, digest)).toBe(erased);
  });
});

describe('isErased', () => {
  it.each([
    [`${DIGITS}@erased.invalid`, true],
    [`x${DIGITS}@erased.invalid`, false],
    [`${DIGITS}@erased.invalid.example`, false],
    [`${DIGITS.slice(1)}@erased.invalid`, false],
    ['ann@example.com', false],
  ])('of %s is %s', (address, expected) => {
    expect(isErased(address)).toBe(expected);
  });
});
