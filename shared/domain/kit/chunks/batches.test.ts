import fc from 'fast-check';
import { messageBytes, type Sized } from '../../notification/message-size';
import { MAX_MESSAGE_BYTES } from '../../notification/notification';
import { inBatches } from './batches';

const ofBytes = (bytes: number): Sized => ({ body: 'x'.repeat(bytes), attributes: {} });
const sizes = (batches: readonly (readonly Sized[])[]) => batches.map((batch) => batch.length);

describe('inBatches', () => {
  it('makes no batch without messages', () => {
    expect(inBatches([])).toEqual([]);
  });

  it.each([
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('puts %i small messages into batches of %p', (count, expected) => {
    expect(sizes(inBatches(Array.from({ length: count }, () => ofBytes(1))))).toEqual(expected);
  });

  it.each([
    ['fill a batch to the last byte', [MAX_MESSAGE_BYTES - 1, 1], [2]],
    ['exceed it by one byte', [MAX_MESSAGE_BYTES, 1], [1, 1]],
    ['are large, small and large', [200_000, 10, 200_000], [2, 1]],
  ])('separates messages that %s', (_what, bytes, expected) => {
    expect(sizes(inBatches(bytes.map(ofBytes)))).toEqual(expected);
  });

  it('gives a message that is too large a batch of its own, for the service to refuse', () => {
    expect(sizes(inBatches([ofBytes(1), ofBytes(MAX_MESSAGE_BYTES + 1), ofBytes(1)]))).toEqual([1, 1, 1]);
  });

  it('keeps the order and both limits, and starts a batch only when it must', () => {
    const someSizes = fc.array(fc.integer({ min: 1, max: 120_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(someSizes, (bytes) => {
        const messages = bytes.map(ofBytes);
        const batches = inBatches(messages);
        expect(batches.flat()).toEqual(messages);
        batches.forEach((batch, index) => {
          const total = batch.reduce((sum, message) => sum + messageBytes(message), 0);
          const [next] = batches[index + 1] ?? [];
          expect(batch.length <= 10 && total <= MAX_MESSAGE_BYTES).toBe(true);
          if (next) expect(batch.length === 10 || total + messageBytes(next) > MAX_MESSAGE_BYTES).toBe(true);
        });
      }),
      { numRuns: 50 },
    );
  });
});
