import { hasHostBits, inCidr, parseCidr } from './cidr';

describe('inCidr', () => {
  it.each([
    ['10.0.0.0/24', ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '9.255.255.255', '10.0.0.256', '10.0.0', '10.0.0.01', '']],
    ['10.0.0.0/20', ['10.0.15.255'], ['10.0.16.0']],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255'], ['::', '::1']],
    ['255.255.255.254/31', ['255.255.255.254', '255.255.255.255'], ['255.255.255.253']],
    ['10.0.0.7/24', ['10.0.0.0'], ['10.0.1.7']],
    [
      '2001:db8::/32',
      ['2001:db8::', '2001:DB8:ffff::1', '2001:db8:1:2:3:4:5:6'],
      ['2001:db9::', '32.1.13.184', '2001:db8'],
    ],
    ['2001:db8::/33', ['2001:db8:7fff::'], ['2001:db8:8000::']],
    [
      '::/0',
      ['::', '::1', '1::', '1:2:3:4:5:6:7::'],
      [
        '0.0.0.0',
        ':',
        ':::',
        '1::2::3',
        '1:2:3:4:5:6:7:8:9',
        '1:2:3:4:5:6:7:8::',
        '1:2:3:4::5:6:7:8::9',
        '12345::',
        '::g',
      ],
    ],
    ['fe80::/10', ['febf::1'], ['fec0::1', 'fe80::1%eth0']],
  ])('tells what lies in %s', (block, inside, outside) => {
    expect([inside.filter((ip) => !inCidr(block, ip)), outside.filter((ip) => inCidr(block, ip))]).toEqual([[], []]);
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/24/8',
    '10.0.0.0/',
    '/8',
    '::/129',
    'host/8',
    '10.0.0.0/0x8',
  ])('finds nothing in %s, which is no block', (block) => {
    expect([inCidr(block, '10.0.0.0'), inCidr(block, '::')]).toEqual([false, false]);
  });
});

describe('parseCidr', () => {
  it('reads the bytes of the address and the bits that are fixed', () => {
    expect(parseCidr('10.0.0.7/32')).toEqual({ bytes: [10, 0, 0, 7], bits: 32 });
    expect(parseCidr('2001:db8::/128')).toEqual({ bytes: [0x20, 1, 0xd, 0xb8, ...Array(12).fill(0)], bits: 128 });
  });

  it.each([
    '',
    '10.0.0/8',
    '10.0.0.0.0/8',
    'x/10.0.0.0/8',
    'x 10.0.0.0/8',
    '\n10.0.0.0/8',
    '10.0.0.0/8 ',
    '10.0.0.0/1234',
    '::x/8',
    '2001:db8/32',
  ])('reads nothing in %j', (text) => expect(parseCidr(text)).toBeUndefined());
});

describe('hasHostBits', () => {
  it.each([
    ['10.0.0.0/24', false],
    ['10.0.0.7/24', true],
    ['10.0.16.0/20', false],
    ['10.0.17.0/20', true],
    ['255.255.255.255/32', false],
    ['0.0.0.1/0', true],
    ['2001:db8::/32', false],
    ['2001:db8::1/32', true],
  ])('of %s is %s', (text, expected) => {
    const cidr = parseCidr(text);
    expect(cidr && hasHostBits(cidr)).toBe(expected);
  });
});
