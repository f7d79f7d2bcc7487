import fc from 'fast-check';
import { type AddressPolicy, checkTarget, checkUrl, isPublicAddress } from './address';

const deployed: AddressPolicy = { allowLoopback: false, allowedPorts: [8443] };
const local: AddressPolicy = { allowLoopback: true, allowedPorts: [] };

const codes = (text: string, policy = deployed): string[] => checkUrl(text, policy).map(({ code }) => code);

const notPublic = (purpose: string) => [
  {
    code: 'webhook.address.not_public',
    path: '',
    message: `the address is not public (${purpose}); allowed are public addresses, use one`,
  },
];

const anyIpv4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));

describe('a URL', () => {
  it.each([
    'https://hooks.example.com',
    'https://hooks.example.com:443/a/b?c=d%20e&f=@',
    'https://hooks.example.com:8443/',
    'HTTPS://Hooks.Example.COM/',
    'https://bücher.example/',
    'https://8.8.8.8/',
    'https://localhost.example.com/',
  ])('of a public https endpoint is accepted: %s', (text) => expect(checkUrl(text, deployed)).toEqual([]));

  it.each([
    '127.0.0.1',
    '127.0.0.1.',
    '2130706433',
    '017700000001',
    '0x7f000001',
    '0x7f.1',
    '127.1',
    '127.0.1',
    '%31%32%37.0.0.1',
    '\uff11\uff12\uff17.0.0.1',
    '127\u30020\u30020\u30021',
    '0',
    '3232235521',
    '0xA9FEA9FE',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '168.63.129.16',
  ])('whose host is a non-public address in any spelling is refused: %s', (host) => {
    expect(codes(`https://${host}/`)).toEqual(['webhook.address.not_public']);
  });

  it.each([
    ['localhost', '"localhost"'],
    ['LOCALHOST', '"localhost"'],
    ['localhost.', '"localhost."'],
    ['a.localhost', '"a.localhost"'],
    ['intranet', '"intranet"'],
    ['printer.local', '"printer.local"'],
    ['metadata.google.internal', '"metadata.google.internal"'],
    ['router.home.arpa', '"router.home.arpa"'],
    ['example.com.', '"example.com."'],
  ])('whose host is not a public name is refused: %s', (host, shown) => {
    expect(checkUrl(`https://${host}/`, deployed)).toEqual([
      {
        code: 'webhook.url.host',
        path: '',
        message: `the host is ${shown}, allowed are public names without a final dot`,
      },
    ]);
  });

  it.each([
    ['', ['webhook.url.malformed']],
    ['example.com', ['webhook.url.malformed']],
    ['/path', ['webhook.url.malformed']],
    ['https://', ['webhook.url.malformed']],
    ['https://256.256.256.256/', ['webhook.url.malformed']],
    ['https://example.com:65536/', ['webhook.url.malformed']],
    ['https://[fe80::1%25eth0]/', ['webhook.url.malformed']],
    [' https://example.com/', ['webhook.url.malformed']],
    ['https://example.com/a b', ['webhook.url.malformed']],
    ['https://exam\nple.com/', ['webhook.url.malformed']],
    ['https://example.com\\@evil.example/', ['webhook.url.malformed', 'webhook.url.userinfo']],
    ['https://127.0.0.\u00AD1/', ['webhook.url.malformed', 'webhook.address.not_public']],
    ['https://exam\u200Bple.com/', ['webhook.url.malformed']],
    ['https://exam\u00ADple.com/', ['webhook.url.malformed']],
    ['https://example.com/\u202Ea', ['webhook.url.malformed']],
    ['https://example.com/\u2066a', ['webhook.url.malformed']],
    ['https://example.com/a\u00A0b', ['webhook.url.malformed']],
    ['https://example.com/\u009Ba', ['webhook.url.malformed']],
    ['https://example.com/a\uFE0F', ['webhook.url.malformed']],
    ['https:\\\\example.com', ['webhook.url.malformed']],
    ['https:example.com', ['webhook.url.malformed']],
    ['https:/example.com', ['webhook.url.malformed']],
    ['https:///example.com', ['webhook.url.malformed']],
    ['http://example.com/', ['webhook.url.scheme']],
    ['ftp://example.com/', ['webhook.url.scheme']],
    ['file:///etc/passwd', ['webhook.url.scheme']],
    ['javascript:alert(1)', ['webhook.url.scheme']],
    ['wss://example.com/', ['webhook.url.scheme']],
    ['https://example.com:22/', ['webhook.url.port']],
    ['https://example.com:80/', ['webhook.url.port']],
    ['https://example.com:0/', ['webhook.url.port']],
    ['https://user:secret@example.com/', ['webhook.url.userinfo']],
    ['https://@example.com/', ['webhook.url.userinfo']],
    ['https://example.com/#', ['webhook.url.fragment']],
    ['https://example.com/#top', ['webhook.url.fragment']],
    [`https://example.com/${'a'.repeat(2029)}`, ['webhook.url.too_long']],
    [`https://example.com/${'ü'.repeat(400)}`, ['webhook.url.too_long']],
  ])('is refused: %j', (text, expected) => expect(codes(text)).toEqual(expected));

  it('is checked in the canonical form of its address, however it is spelled', () => {
    const spellings: ((bytes: readonly number[]) => string)[] = [
      (bytes) => bytes.join('.'),
      (bytes) => `${bytes.join('.')}.`,
      (bytes) => String(number(bytes)),
      (bytes) => `0x${number(bytes).toString(16)}`,
      (bytes) => `0${number(bytes).toString(8)}`,
      (bytes) => bytes.map((byte) => `0x${byte.toString(16)}`).join('.'),
      (bytes) => bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
      ([a = 0, ...rest]) => `${a}.${number(rest)}`,
      ([a = 0, b = 0, ...rest]) => `${a}.0x${b.toString(16)}.${number(rest)}`,
    ];
    const number = (bytes: readonly number[]) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    fc.assert(
      fc.property(anyIpv4, fc.constantFrom(...spellings), (bytes, spell) => {
        expect(codes(`https://${spell(bytes)}/`).length === 0).toBe(isPublicAddress(bytes.join('.')));
      }),
    );
  });

  it('may have 2,048 characters', () => {
    expect(codes(`https://example.com/${'a'.repeat(2028)}`)).toEqual([]);
  });

  it('gets all faults at once, which do not repeat its credentials', () => {
    const faults = checkUrl('http://u:secret@10.0.0.1:25/#x', deployed);
    expect(faults).toEqual([
      { code: 'webhook.url.scheme', path: '', message: 'the scheme is "http", allowed is https; use https' },
      { code: 'webhook.url.port', path: '', message: 'the port is 25, allowed: 443, 8443; use 443' },
      {
        code: 'webhook.url.userinfo',
        path: '',
        message: 'the URL has a user name or password; remove it, requests are signed',
      },
      { code: 'webhook.url.fragment', path: '', message: 'the URL has a fragment, which is never sent; remove it' },
      ...notPublic('private use'),
    ]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => void checkUrl(text, deployed)),
    );
  });
});

test('a URL whose host is a public IPv6 address is refused with the reason', () => {
  expect(checkUrl('https://[2606:4700:4700::1111]/', deployed)).toEqual([
    {
      code: 'webhook.address.ipv6_only',
      path: '',
      message:
        'the address 2606:4700:4700::1111 has only IPv6, which a Lambda function outside a VPC cannot reach; give it an IPv4 address',
    },
  ]);
});

describe('the local environment', () => {
  it.each(['http://127.0.0.1:3000/', 'https://[::1]:8080/', 'http://localhost:3000/', 'http://a.localhost/'])(
    'accepts http and any port on loopback: %s',
    (text) => expect(checkUrl(text, local)).toEqual([]),
  );

  it.each([
    ['http://8.8.8.8/', ['webhook.url.scheme']],
    ['https://8.8.8.8:8080/', ['webhook.url.port']],
    ['http://10.0.0.1/', ['webhook.url.scheme', 'webhook.address.not_public']],
    ['ftp://127.0.0.1/', ['webhook.url.scheme']],
    ['http://localhost./', ['webhook.url.host']],
    ['http://intranet/', ['webhook.url.host']],
  ])('refuses them for any other address: %s', (text, expected) => expect(codes(text, local)).toEqual(expected));

  it('checks http and other ports of a name by the address it resolves to', () => {
    const url = new URL('http://hooks.example.com:3000/');
    expect(checkUrl(url.href, local)).toEqual([]);
    expect(checkTarget(url, '127.0.0.1', local)).toEqual([]);
    expect(checkTarget(url, '8.8.8.8', local)).toEqual([
      {
        code: 'webhook.address.not_loopback',
        path: '',
        message:
          'http://hooks.example.com:3000 is only allowed for loopback, and the host is not loopback; use https on port 443',
      },
    ]);
    expect(checkTarget(new URL('https://hooks.example.com/'), '8.8.8.8', local)).toEqual([]);
    expect(checkTarget(url, '10.0.0.1', local)).toEqual(notPublic('private use'));
  });
});
