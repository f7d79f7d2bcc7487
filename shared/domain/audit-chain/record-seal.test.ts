import { addressDigest } from './address-digest';
import { recordSeal } from './record-seal';

const digest = addressDigest(new Uint8Array(32));
const record = { text: '{"a":1}', acceptedAt: '2026-11-23T09:30:00.000Z', expiresAt: 1 };
const seal = recordSeal(record, digest);

test('the same record has the same seal, and nobody makes it with another key', () => {
  expect(recordSeal({ ...record }, digest)).toBe(seal);
  expect(recordSeal(record, addressDigest(new Uint8Array(32).fill(1)))).not.toBe(seal);
});

test.each([
  { text: '{"a":2}' },
  { text: '{"a":1} ' },
  { acceptedAt: '2026-11-23T09:30:00.001Z' },
  { expiresAt: 2 },
  { acceptedAt: '2026-11-23T09:30:00.000Z",1,"', text: '' },
])('a record with %j has another seal', (change) => {
  expect(recordSeal({ ...record, ...change }, digest)).not.toBe(seal);
});
