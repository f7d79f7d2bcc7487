import fc from 'fast-check';
import { derivedId } from './derived-id';

const key = fc.string({ minLength: 1, maxLength: 128 });

describe('derivedId', () => {
  // python3: n = int.from_bytes(hashlib.sha256(b"acme\0order-1").digest()[:16]), written in base 32
  it('equals the result of another language', () => {
    expect(derivedId('acme', 'order-1')).toBe('5FBX7HGGF8HTYAWM1053AHR1HC');
  });

  it('is one id for one tenant and key, in the form of a ULID', () => {
    fc.assert(
      fc.property(key, key, (tenant, idempotencyKey) => {
        const id = derivedId(tenant, idempotencyKey);
        expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
        expect(derivedId(tenant, idempotencyKey)).toBe(id);
      }),
    );
  });

  it('differs between tenants, between keys, and wherever the border between them lies', () => {
    const ids = [derivedId('acme', 'a'), derivedId('acme', 'b'), derivedId('acm', 'ea'), derivedId('other', 'a')];
    expect(new Set(ids).size).toBe(4);
  });
});
