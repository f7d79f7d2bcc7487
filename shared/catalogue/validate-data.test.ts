import fc from 'fast-check';
import { dataFaults } from './validate-data';

const shipped = {
  orderNumber: 'A-1',
  carrier: 'Northline Express',
  items: [{ name: 'Walnut desk lamp', quantity: 1 }],
};
const faultsOf = (data: unknown, type = 'order.shipped') =>
  dataFaults({ type, data }).map(({ path, message }) => `${path}: ${message}`);

describe('dataFaults', () => {
  it('is empty for valid data', () => {
    expect(faultsOf(shipped)).toEqual([]);
  });

  it('lists every violation with what was seen and what is allowed', () => {
    const items = [{ name: 'x'.repeat(300), quantity: 0, colour: 'red' }];
    expect(faultsOf({ carrier: 7, trackingUrl: 'http://example.com', items })).toEqual([
      '/data/orderNumber: orderNumber is missing, expected the order number, as the customer knows it, one line of text',
      '/data/carrier: carrier is 7, expected a string (the name of the carrier, one line of text)',
      '/data/trackingUrl: trackingUrl is "http://example.com", expected the page to follow the parcel on, an https URL of at most 2,048 characters, without user name and invisible characters',
      '/data/items/0/colour: items/0/colour is not known, expected only name, quantity',
      '/data/items/0/name: items/0/name is a text of 300 characters, expected at most 200 characters (the name of the article, one line of text)',
      '/data/items/0/quantity: items/0/quantity is 0, expected at least 1 (the number of pieces)',
    ]);
  });

  it('counts characters and not code units', () => {
    expect(faultsOf({ ...shipped, orderNumber: '😀'.repeat(64) })).toEqual([]);
    expect(faultsOf({ ...shipped, orderNumber: '😀'.repeat(65) })).toHaveLength(1);
    expect(faultsOf({ ...shipped, orderNumber: 'x'.repeat(65) })).toHaveLength(1);
    expect(faultsOf({ ...shipped, orderNumber: '😀' })).toEqual([]);
    expect(faultsOf({ ...shipped, orderNumber: '' })).toHaveLength(1);
  });

  it('carries the code of the errors page', () => {
    expect(dataFaults({ type: 'payment.failed', data: null })).toEqual([
      { code: 'notification.data.invalid', path: '/data', message: 'data is null, expected an object' },
    ]);
  });

  it('names the allowed values of a union once', () => {
    const faults = faultsOf({ reason: 'bored' }, 'payment.failed').filter((fault) => fault.startsWith('/data/reason'));
    expect(faults).toEqual([
      '/data/reason: reason is "bored", expected one of "card_expired", "insufficient_funds", "declined"',
    ]);
  });

  it('points into properties whose names hold / and ~', () => {
    expect(dataFaults({ type: 'order.shipped', data: { ...shipped, 'a/b~c': 1 } })).toMatchObject([
      { path: '/data/a~1b~0c' },
    ]);
  });

  it('stops at 20 faults', () => {
    expect(faultsOf({ ...shipped, items: Array(100).fill({}) })).toHaveLength(20);
  });

  it.each([
    ['lines with a line break', { orderNumber: 'A\r\nBcc: eve@example.com' }],
    ['a script as a link', { trackingUrl: 'javascript:alert(1)' }],
    ['lines with a line separator', { orderNumber: 'A\u2028B' }],
    ['a link that ends its attribute', { trackingUrl: 'https://example.com/"onmouseover="x' }],
    ['a month 13', { expectedDelivery: '2026-13-01' }],
    ['half a piece', { items: [{ name: 'lamp', quantity: 1.5 }] }],
    ['no items', { items: [] }],
  ])('refuses %s', (_what, part) => {
    expect(faultsOf({ ...shipped, ...part })).toHaveLength(1);
  });

  it.each([
    ['with a user name, which looks like the host', 'https://bank.example@evil.example/'],
    ['with a user name and a password', 'https://bank.example:443@evil.example/'],
    ['with an empty user name', 'https://@evil.example/'],
    ['with a user name behind an encoded slash', 'https://bank.example%2F@evil.example/'],
    ['with a zero-width space in its host', 'https://ba\u200Bnk.example/'],
    ['with a soft hyphen in its host', 'https://ba\u00ADnk.example/'],
    ['with an encoded host', 'https://b%61nk.example/'],
    ['with no host', 'https:///evil.example/'],
    ['with a query for a host', 'https://?evil.example'],
    ['with a right-to-left override', 'https://bank.example/\u202Emoc.live'],
    ['with an isolate', 'https://bank.example/\u2066a'],
    ['with a mark', 'https://bank.example/\u200Fa'],
    ['with a filler that looks like a space', 'https://bank.example\u3164.evil.example/'],
    ['with a no-break space', 'https://bank.example\u00A0/'],
    ['with a variation selector', 'https://bank.example/a\uFE0F'],
    ['with a C1 control', 'https://bank.example/\u009Ba'],
  ])('refuses a link %s', (_what, trackingUrl) => {
    expect(dataFaults({ type: 'order.shipped', data: { ...shipped, trackingUrl } })).toMatchObject([
      { code: 'notification.data.invalid', path: '/data/trackingUrl' },
    ]);
  });

  it.each([
    'https://track.example.com',
    'https://track.example.com:8443/a%20b/@user?c=d@e.example#f',
    'https://bücher.example/käse?q=שלום',
    'https://192.0.2.1/',
    'https://[2001:db8::1]/',
  ])('accepts the link %s', (trackingUrl) => {
    expect(faultsOf({ ...shipped, trackingUrl })).toEqual([]);
  });

  it.each(['order.lost', 'constructor', '__proto__', ''])(
    'does not validate the data of the unknown type %j',
    (type) => {
      expect(faultsOf({ anything: true }, type)).toEqual([]);
    },
  );

  it('never throws, and shows no value of more than 40 characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 41 }), fc.anything({ withBigInt: true }), (long, anything) => {
        const faults = faultsOf({ ...shipped, orderNumber: anything, carrier: [long], trackingUrl: long });
        expect(faults.join().includes(long)).toBe(false);
      }),
    );
  });
});
