import fc from 'fast-check';
import { MAX_RESPONSE_BYTES, responseText, secretsOf } from './response-text';

const bytes = (text: string) => Buffer.from(text);

it('keeps a text as it is, tab, line breaks and byte order mark included', () => {
  expect(responseText(bytes('\uFEFF{"a":\t"ü 🎉"}\r\n'), true)).toEqual({ response: '\uFEFF{"a":\t"ü 🎉"}\r\n' });
});

it('of an empty body is empty', () => {
  expect(responseText(bytes(''), true)).toEqual({});
  expect(responseText(bytes(''), false)).toEqual({ truncated: true });
});

it('replaces bytes that are not UTF-8, and control characters', () => {
  expect(responseText(Buffer.from([0x61, 0xff, 0x00, 0x1b, 0x7f, 0x62, 0xc3]), true)).toEqual({
    response: 'a\uFFFD\uFFFD\uFFFD\uFFFDb\uFFFD',
  });
});

it('replaces C1 controls, separators and bidirectional controls, but no marks or joiners of running text', () => {
  expect(responseText(bytes('a\u009b2Jb\u202ec\u2066d\u2028e'), true)).toEqual({
    response: 'a\uFFFD2Jb\uFFFDc\uFFFDd\uFFFDe',
  });
  const running = 'שלום\u200F 👩‍🚀 می\u200Cخواهم';
  expect(responseText(bytes(running), true)).toEqual({ response: running });
});

it('drops a character that the end truncated', () => {
  expect(responseText(bytes('aü').subarray(0, 2), false)).toEqual({ response: 'a', truncated: true });
  const long = `${'x'.repeat(MAX_RESPONSE_BYTES - 1)}ü`;
  expect(responseText(bytes(long), true)).toEqual({ response: long.slice(0, -1), truncated: true });
});

it('is truncated again if replacements made it longer', () => {
  const { response = '', truncated } = responseText(Buffer.alloc(MAX_RESPONSE_BYTES, 0xff), true);
  expect([response, truncated]).toEqual(['\uFFFD'.repeat(6_826), true]);
});

it('is well-formed and bounded, in UTF-8 and as JSON, whatever the bytes', () => {
  const anyBytes = fc
    .uint8Array({ minLength: 1, maxLength: 100 })
    .map((some) => Buffer.alloc(MAX_RESPONSE_BYTES + 1, some));
  fc.assert(
    fc.property(anyBytes, fc.boolean(), (all, isWhole) => {
      const { response = '' } = responseText(all, isWhole);
      expect(response.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(response)).toBeLessThanOrEqual(MAX_RESPONSE_BYTES);
      expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThanOrEqual(2 * MAX_RESPONSE_BYTES + 2);
    }),
  );
});

describe('a secret of the request', () => {
  const secrets = secretsOf({ authorization: 'Bearer abcdefghijkl', 'webhook-id': 'msg_1234567890', 'x-env': 'prod' });

  it('is any header value that is neither public nor short', () => {
    expect(secrets).toEqual(['abcdefghijkl']);
  });

  it('is not kept if the receiver echoes it', () => {
    expect(responseText(bytes('Authorization: Bearer abcdefghijkl; again abcdefghijkl'), true, secrets)).toEqual({
      response: 'Authorization: Bearer [redacted]; again [redacted]',
    });
  });

  it('is not kept in part if the text was truncated', () => {
    expect(responseText(bytes('Bearer abcdefghij'), false, secrets)).toEqual({ response: 'Bearer ', truncated: true });
  });
});
