import { request } from 'node:http';
import fc from 'fast-check';
import { endpointHeaderFaults, MAX_HEADERS, MAX_HEADERS_LENGTH } from './endpoint-headers';

const codes = (...headers: readonly (readonly [string, string])[]) =>
  endpointHeaderFaults(headers).map(({ code, path }) => `${code} ${path}`);

it.each([
  ['authorization', 'Bearer a.b-c_d='],
  ['X-Shop', 'one'],
  ['x-api-key', '!#$%&\'*+.^_`|~\t"(),/:;<=>?@[\\]{}'],
  ['cookie', 'a=b; c=d'],
  ['x'.repeat(64), 'x'],
])('%s: %s is accepted', (name, value) => expect(codes([name, value])).toEqual([]));

it.each([
  'webhook-id',
  'Webhook-Signature',
  'webhook-anything',
  'content-type',
  'Content-Length',
  'content-encoding',
  'host',
  'HOST',
  'user-agent',
  'accept-encoding',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'date',
  'via',
  'proxy-authorization',
  'Proxy-Connection',
  'sec-fetch-mode',
])('%s is refused: it is not theirs to set', (name) => {
  expect(codes([name, 'x'])).toEqual([`webhook.header.reserved /headers/${name}`]);
});

it.each(['', ' ', 'a b', 'a:b', 'a\r\nb', 'ü', 'a\u0000', ':path', 'x'.repeat(65), '"x"'])('%j is no name', (name) =>
  expect(codes([name, 'x'])).toEqual([`webhook.header.name /headers/${name.slice(0, 64)}`]),
);

it.each(['', ' ', ' a', 'a ', 'a\t', 'a\r\nb: c', 'a\nb', 'a\rb', 'a\u0000b', 'ü', '\u0085', '\ud800', 'a\u007f'])(
  '%j is no value, and is not repeated',
  (value) => {
    const faults = endpointHeaderFaults([['x-a', value]]);
    expect(faults.map(({ code }) => code)).toEqual(['webhook.header.value']);
    expect(faults[0]?.message).toBe(
      'the value is empty, begins or ends with a space, or has more than visible ASCII; change it',
    );
  },
);

it('a name is refused twice, in whatever case', () => {
  expect(codes(['x-a', '1'], ['X-A', '2'], ['x-b', '3'])).toEqual(['webhook.header.duplicate /headers/x-a']);
});

it('more than twenty, or more than 4,096 characters in all, are refused', () => {
  const many = Array.from({ length: MAX_HEADERS + 1 }, (_, n) => [`x-${n}`, 'x'] as const);
  expect(codes(...many.slice(1))).toEqual([]);
  expect(codes(...many)).toEqual(['webhook.header.too_large /headers']);
  expect(codes(['x-a', 'x'.repeat(MAX_HEADERS_LENGTH - 3)])).toEqual([]);
  expect(codes(['x-a', 'x'.repeat(MAX_HEADERS_LENGTH - 2)])).toEqual(['webhook.header.too_large /headers']);
});

it('all faults are listed at once', () => {
  expect(codes(['host', ''], ['a b', 'x'])).toEqual([
    'webhook.header.reserved /headers/host',
    'webhook.header.value /headers/host',
    'webhook.header.name /headers/a b',
  ]);
});

it('says what is wrong with a name, and shows no more than 64 characters of it', () => {
  const long = 'x'.repeat(70);
  const messages = (...headers: readonly (readonly [string, string])[]) =>
    endpointHeaderFaults(headers).map(({ message }) => message);
  expect(messages([long, 'x'])).toEqual([
    `"${long.slice(0, 64)}" is no name of a header, expected 1 to 64 of A–Z a–z 0–9 -`,
  ]);
  expect(messages(['host', 'x'])).toEqual([
    'header "host" is set by Carillon or by HTTP; choose another name, such as x-host',
  ]);
  expect(messages(['x-a', 'x'], ['x-a', 'x'])).toEqual(['header "x-a" is there twice, allowed once']);
  expect(messages([long, 'x'], [long, 'x']).at(-1)).toBe(`header "${long.slice(0, 64)}" is there twice, allowed once`);
  const many = Array.from({ length: MAX_HEADERS + 1 }, (_, n) => [`x-${n}`, 'x'.repeat(200)] as const);
  expect(messages(...many)).toEqual([
    'the headers have 21 headers, allowed are 20 in all; send fewer',
    'the headers have 4274 characters, allowed are 4096 in all; send fewer',
  ]);
});

it.each(['x-host', 'host-x', 'my-webhook-id', 'via2', 'x-content-type'])('%s is theirs to set', (name) => {
  expect(codes([name, 'x'])).toEqual([]);
});

it('Node sends whatever is accepted', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('x-a', 'a\r\nb: c'));
  fc.assert(
    fc.property(text, text, (name, value) => {
      if (endpointHeaderFaults([[name, value]]).length > 0) return;
      const sent = request('http://127.0.0.1:1', { headers: { [name]: value } }).on('error', () => undefined);
      expect(sent.getHeader(name)).toBe(value);
      sent.destroy();
    }),
  );
});
