import { messageBytes } from './message-size';

describe('messageBytes', () => {
  it('counts body, names, types and values in bytes of UTF-8', () => {
    const attributes = { größe: { DataType: 'String', StringValue: '🎉' } };
    expect(messageBytes({ body: 'ä', attributes })).toBe(2 + 7 + 6 + 4);
  });
});
