import { messageBytes, sizeFaults } from './message-size';

const attributes = { größe: { DataType: 'String', StringValue: '🎉' } };

describe('messageBytes', () => {
  it('counts body, names, types and values in bytes of UTF-8', () => {
    expect(messageBytes({ body: 'ä', attributes })).toBe(2 + 7 + 6 + 4);
  });
});

describe('sizeFaults', () => {
  const bodyOf = (bytes: number): string => 'x'.repeat(bytes - (7 + 6 + 4));
  const MOST = 260_096;

  it('accepts a message of the maximum size', () => {
    expect(sizeFaults({ body: bodyOf(MOST), attributes })).toEqual([]);
  });

  it('names the size with attributes, the limit and the fix', () => {
    const message =
      'notification has 260097 bytes with its message attributes, expected at most 260096; send a link to the data instead';
    expect(sizeFaults({ body: bodyOf(MOST + 1), attributes })).toEqual([
      { code: 'notification.too_large', path: '', message },
    ]);
  });
});
