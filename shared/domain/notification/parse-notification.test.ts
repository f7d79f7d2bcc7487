import fc from 'fast-check';
import { withInherited } from '../../testing/with-inherited';
import { ATTRIBUTES } from './attribute-rules';
import { derivedId } from './derived-id';
import { checkNotification, parseNotification } from './parse-notification';
import { codesOf, faultsOf, KEY, longest, type Overrides, options, parse, valid } from './testing/valid-notification';

describe('parseNotification', () => {
  it('reads a notification with every attribute', () => {
    expect(parse({})).toEqual({ ok: true, notification: valid });
  });

  it('reads a notification with the required attributes alone, which is of severity info', () => {
    const { specversion, id, source, type, time, datacontenttype, data, tenant, channels } = valid;
    const least = { specversion, id, source, type, time, datacontenttype, data, tenant, channels };
    expect(parseNotification(JSON.stringify(least), options)).toEqual({
      ok: true,
      notification: { ...least, severity: 'info' },
    });
  });

  it.each([
    ['an empty text', '', 'empty text, expected a JSON object'],
    ['a byte order mark', `\uFEFF${JSON.stringify(valid)}`, /^text begins with a byte order mark/],
    ['a truncated text', JSON.stringify(valid).slice(0, -1), /^malformed JSON that begins with/],
  ])('refuses %s', (_what, text, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(parseNotification(text, options)).toEqual({
      ok: false,
      faults: [{ code: 'json.malformed', path: '', message: expected }],
      readable: {},
    });
  });

  it.each(['null', '[]', '"x"', '1', 'true'])('refuses %s, which is not an object', (text) => {
    const message = `${text} is not a notification, expected a JSON object in CloudEvents 1.0 structured mode`;
    expect(faultsOf(text)).toEqual([{ code: 'notification.not_an_object', path: '', message }]);
  });

  it('lists every attribute that is missing', () => {
    const required = ['specversion', 'id', 'source', 'type', 'time', 'data', 'tenant', 'channels'];
    expect(faultsOf('{}').map(({ code }) => code)).toEqual(required.map((name) => `notification.${name}.missing`));
  });

  it('names the expected value of a missing attribute', () => {
    const { id, ...rest } = valid;
    const message = 'id is missing, expected a ULID: 26 upper-case characters of Crockford base 32';
    expect(faultsOf(JSON.stringify(rest))).toEqual([{ code: 'notification.id.missing', path: '/id', message }]);
  });

  it('names the value and the expected value of a malformed attribute', () => {
    const message = 'specversion is "2.0", expected \'1.0\'';
    const { specversion: _, ...readable } = valid;
    expect(parse({ specversion: '2.0' })).toEqual({
      ok: false,
      faults: [{ code: 'notification.specversion.malformed', path: '/specversion', message }],
      readable,
    });
  });

  it('names the expected value of every attribute', () => {
    const timestamp = 'a timestamp with offset (RFC 3339), such as 2026-11-23T09:30:00Z';
    const expected = {
      specversion: "'1.0'",
      id: 'a ULID: 26 upper-case characters of Crockford base 32',
      source: 'a URI reference (RFC 3986) of at most 256 characters, such as /shop/orders',
      type: 'dot-separated lower-case words of at most 128 characters, such as order.shipped',
      subject: '1 to 256 characters without control characters',
      time: timestamp,
      datacontenttype: "'application/json', in UTF-8",
      dataschema: 'an absolute URI (RFC 3986) of at most 2,048 characters',
      data: 'a JSON object',
      tenant: '1 to 64 of a-z, 0-9, - and _, a letter or digit first',
      channels: "comma-separated channel names, such as 'email,webhook'",
      severity: "'info', 'warning', 'critical'",
      recipients: 'addresses as in a To header (RFC 5322), without control characters',
      locale: 'a language tag (BCP 47), such as de-AT',
      expirytime: timestamp,
      traceparent: 'a W3C traceparent',
      idempotencykey: '1 to 128 printable ASCII characters without spaces',
    };
    const wrong = Object.fromEntries(Object.keys(expected).map((name) => [name, false]));
    expect(faultsOf(JSON.stringify(wrong)).map(({ message }) => message)).toEqual(
      Object.entries(expected).map(([name, text]) => `${name} is false, expected ${text}`),
    );
  });

  it.each<[string, readonly unknown[]]>([
    ['specversion', ['0.3', '1', 1, null]],
    [
      'id',
      [
        '',
        '4711',
        valid.id.toLowerCase(),
        `8${valid.id.slice(1)}`,
        `${valid.id}A`,
        `A${valid.id}`,
        `${valid.id}\n`,
        'I'.repeat(26),
        1,
      ],
    ],
    ['source', ['', 'a b', 'a\nb', '<x>', '/für', '/100%', 'http://[::1', longest(257), 7]],
    ['type', ['', 'Order.Shipped', '.order', 'order.', 'order..shipped', 'order shipped', longest(129), ['a']]],
    ['subject', ['', 'a\r\nBcc: eve@example.com', 'a\0', 'a\u0085', 'a\uFFFF', '\u{1FFFE}', longest(257), {}]],
    [
      'time',
      [
        '',
        'now',
        '2026-11-23',
        '2026-11-23T09:30:00',
        '2026-13-23T09:30:00Z',
        '2026-02-30T09:30:00Z',
        '2026-11-23T24:00:00Z',
        '2026-11-23 09:30:00Z',
        '+2026-11-23T09:30:00Z',
        '2026-11-23T09:30:00Z ',
        ['2026-11-23T09:30:00Z'],
        1_795_426_200,
      ],
    ],
    [
      'datacontenttype',
      ['text/plain', 'application/json; charset=latin1', 'application/jsonp', 'application/json; a=b', null],
    ],
    ['dataschema', ['', 'order.json', ' urn:a', '1:a', 'urn:a b', `urn:${longest(2045)}`]],
    ['data', [null, 'text', 1, []]],
    ['tenant', ['', 'ACME', '-acme', 'ac me', '*', '?', longest(65)]],
    ['channels', ['', 'email,', ',email', 'email, webhook', 'EMAIL', ['email']]],
    ['severity', ['', 'fatal', 'INFO', 1]],
    ['recipients', ['', 'ann@example.com\r\nBcc: eve@example.com', longest(20_001), ['ann@example.com']]],
    ['locale', ['', 'd', 'de_AT', 'de-', longest(36)]],
    ['expirytime', ['tomorrow', '2026-11-24', '2026-02-29T00:00:00Z']],
    ['traceparent', ['', '00-xyz', valid.traceparent?.toUpperCase(), `0${valid.traceparent}`, `${valid.traceparent}0`]],
    ['idempotencykey', ['', 'a b', 'ä', longest(129)]],
  ])('refuses a malformed %s', (name, values) => {
    for (const value of values) {
      expect({ value, codes: codesOf({ [name]: value }) }).toEqual({
        value,
        codes: [`notification.${name}.malformed /${name}`],
      });
    }
  });

  it.each<[string, readonly unknown[]]>([
    ['source', ['urn:shop', 'https://shop.example/a?b#c', longest(256)]],
    ['type', ['a', 'order_item.line-2.shipped', longest(128)]],
    ['subject', ['Grüße 🎉', longest(256)]],
    ['time', ['2026-11-23t09:30:00z', '2026-11-23T09:30:00.123456789+05:30', '2016-12-31T23:59:60Z']],
    ['datacontenttype', [undefined, 'application/json;charset=UTF-8', 'Application/JSON ; charset="utf-8"']],
    ['dataschema', ['URN:a', `urn:${longest(2044)}`]],
    ['tenant', ['a', '0_-', longest(64)]],
    ['locale', ['de', 'zh-Hant-TW']],
    ['idempotencykey', ['!', longest(128)]],
  ])('accepts every %s within the limits', (name, values) => {
    for (const value of values) {
      const id = name === 'idempotencykey' ? { id: derivedId('acme', value as string) } : {};
      expect({ value, codes: codesOf({ ...id, [name]: value }) }).toEqual({ value, codes: [] });
    }
  });

  it('refuses channels that are not deployed, and names those that are', () => {
    expect(faultsOf(JSON.stringify({ ...valid, channels: 'email,sms,fax' }))).toEqual(
      ['sms', 'fax'].map((name) => ({
        code: 'notification.channels.unknown',
        path: '/channels',
        message: `channel '${name}' does not exist, expected one of email, webhook`,
      })),
    );
  });

  it('refuses half of a surrogate pair in a key, and names the place', () => {
    const text = JSON.stringify({ ...valid, data: '@' }).replace('"@"', '{"\\ud800":1,"\\ud801":2}');
    expect(faultsOf(text)).toEqual([
      {
        code: 'json.lone_surrogate',
        path: '/data/\ufffd',
        message: 'key "\\ud800" holds half of a surrogate pair; send whole characters',
      },
      {
        code: 'json.lone_surrogate',
        path: '/data/\ufffd',
        message: 'key "\\ud801" holds half of a surrogate pair; send whole characters',
      },
    ]);
  });

  it.each(ATTRIBUTES)('reads only an own property %s, and no inherited one', (name) => {
    const complete: Overrides = { ...valid, idempotencykey: KEY, id: derivedId('acme', KEY) };
    const { [name]: inherited, ...without } = complete;
    const text = JSON.stringify(without);
    const expected = parseNotification(text, options);
    expect(withInherited(name, inherited, () => parseNotification(text, options))).toEqual(expected);
  });

  it('refuses ambiguous JSON, and lists that with the faults of the attributes', () => {
    const text = JSON.stringify({ ...valid, tenant: 'ACME' }).replace('"4711"}', '1e400,"__proto__":{"a":"\\ud800"}}');
    expect(faultsOf(text).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'json.number_range /data/order',
      'json.forbidden_key /data/__proto__',
      'json.lone_surrogate /data/__proto__/a',
      'notification.tenant.malformed /tenant',
    ]);
  });

  it('refuses every number that would lose digits, and accepts another spelling of the same number', () => {
    const numbers =
      '{"a":1.123456789012345678,"b":[{"c/d":1e-400}],"e":1.10,"f":-0,"1.123456789012345678":0.1,"g":"1e-400"}';
    const text = JSON.stringify({ ...valid, data: '@' }).replace('"@"', numbers);
    expect(faultsOf(text)).toEqual([
      {
        code: 'json.number_precision',
        path: '/data/a',
        message: 'number 1.123456789012345678 would arrive as 1.1234567890123457; send it as a string',
      },
      {
        code: 'json.number_precision',
        path: '/data/b/0/c~1d',
        message: 'number 1e-400 would arrive as 0; send it as a string',
      },
    ]);
  });

  it('counts the last of duplicate keys', () => {
    const text = JSON.stringify(valid).replace('{', '{"tenant":"evil",');
    expect(parseNotification(text, options)).toEqual({ ok: true, notification: valid });
  });

  it.each(['type', 'recipients', 'channels', 'extra', 'data'])('survives %s nested 10,000 deep', (name) => {
    const text = JSON.stringify({ ...valid, [name]: '@' }).replace('"@"', '['.repeat(10_000) + ']'.repeat(10_000));
    const codes = faultsOf(text).map(({ code }) => code);
    expect(codes).toContain('json.too_deep');
    expect(codes).toContain(name === 'extra' ? 'notification.extension.malformed' : `notification.${name}.malformed`);
  });

  it('survives a text of nothing but nesting', () => {
    expect(faultsOf('['.repeat(100_000) + ']'.repeat(100_000))).toEqual([
      expect.objectContaining({ code: 'json.too_deep' }),
      {
        code: 'notification.not_an_object',
        path: '',
        message:
          'an array without a short JSON form is not a notification, expected a JSON object in CloudEvents 1.0 structured mode',
      },
    ]);
  });

  it.each([255, 256, 257])('reads %i KiB: the size of a message is for its sender to check', (kibibytes) => {
    const text = longest(kibibytes * 1024 - JSON.stringify(valid).length);
    expect(parse({ data: { order: '4711', text } }).ok).toBe(true);
  });

  it('keeps a right-to-left override and other marks in data, which each channel shows in its own way', () => {
    expect(parse({ data: { file: 'invoice\u202Efdp.exe', mark: '\uFFFF' } }).ok).toBe(true);
  });

  it('refuses an SNS envelope, and looks at nothing inside of it', () => {
    const envelope = { Type: 'Notification', TopicArn: 'arn:aws:sns:…', Message: JSON.stringify(valid) };
    const result = parseNotification(JSON.stringify(envelope), options);
    expect(result).toEqual({ ok: false, faults: expect.any(Array), readable: { severity: 'info' } });
  });

  it('returns the readable part of a refused notification: its valid attributes, and no others', () => {
    const text = JSON.stringify({
      id: valid.id,
      tenant: 7,
      type: 'order.shipped',
      data: [],
      channels: 'email',
      myKey: 1,
    });
    expect(parseNotification(text, options)).toEqual({
      ok: false,
      faults: expect.any(Array),
      readable: { id: valid.id, type: 'order.shipped', channels: 'email', severity: 'info' },
    });
  });

  it('quotes no more than 60 characters of a value', () => {
    const [whole] = faultsOf(JSON.stringify({ ...valid, type: 'X'.repeat(58) }));
    expect(whole?.message).toMatch(/^type is "X{58}", expected/);
    const [fault] = faultsOf(JSON.stringify({ ...valid, type: `${longest(58)}😀😀` }));
    expect(fault?.message).toBe(
      `type is "${longest(58)}\uFFFD…, expected dot-separated lower-case words of at most 128 characters, such as order.shipped`,
    );
  });

  it('never throws, and never accepts a notification with a missing or malformed attribute', () => {
    const broken = fc.record(
      Object.fromEntries(Object.keys(valid).map((name) => [name, fc.jsonValue({ maxDepth: 2 })])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(broken, (notification) => {
        expect(parseNotification(JSON.stringify(notification), options).ok).toBe(false);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => !parseNotification(text, options).ok));
  });
});

describe('checkNotification', () => {
  it('finds the same faults in a value in memory as in its text', () => {
    for (const value of [valid, { ...valid, type: 'X' }, {}, null, []]) {
      expect(checkNotification(value, options)).toEqual(parseNotification(JSON.stringify(value), options));
    }
  });

  it('refuses a value without a JSON form', () => {
    const result = checkNotification({ ...valid, data: { total: 10n } }, options);
    const message = 'a bigint has no JSON form; leave it out';
    expect(result).toMatchObject({ ok: false, faults: [{ code: 'json.unsupported', path: '/data/total', message }] });
  });

  it.each([
    ['a bigint', 10n, 'a value of type bigint'],
    ['a list that holds itself', cycle(), 'an array'],
    ['an object that holds itself', { cycle: cycle() }, 'a value of type object'],
  ])('refuses %s as an attribute', (_what, type, seen) => {
    const result = checkNotification({ ...valid, type }, options);
    const expected = 'dot-separated lower-case words of at most 128 characters, such as order.shipped';
    expect(result.ok ? [] : result.faults).toContainEqual({
      code: 'notification.type.malformed',
      path: '/type',
      message: `type is ${seen} without a short JSON form, expected ${expected}`,
    });
  });

  it('refuses undefined', () => {
    expect(checkNotification(undefined, options)).toEqual({
      ok: false,
      faults: [{ code: 'json.unsupported', path: '', message: 'undefined has no JSON form; send null' }],
      readable: {},
    });
  });
});

function cycle(): unknown[] {
  const value: unknown[] = [];
  value.push(value);
  return value;
}
