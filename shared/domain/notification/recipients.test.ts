import fc from 'fast-check';
import { formatMailbox, type Mailbox, parseRecipients } from './recipients';

const accepted = (list: string): readonly Mailbox[] => {
  const result = parseRecipients(list);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.recipients;
};
const codes = (list: string): string[] => {
  const result = parseRecipients(list);
  return result.ok ? [] : result.faults.map(({ code }) => code.replace('notification.recipients.', ''));
};

describe('parseRecipients', () => {
  it.each<[string, string, Mailbox[]]>([
    ['a bare address', 'ann@example.com', [{ address: 'ann@example.com' }]],
    ['an address in angle brackets', ' <ann@example.com> ', [{ address: 'ann@example.com' }]],
    ['a display name', 'Ann Lee <ann@example.com>', [{ name: 'Ann Lee', address: 'ann@example.com' }]],
    ['a quoted name with a comma', '"Lee, Ann" <ann@example.com>', [{ name: 'Lee, Ann', address: 'ann@example.com' }]],
    [
      'quoted pairs in a name',
      '"Ann \\"A\\" \\\\Lee" <ann@example.com>',
      [{ name: 'Ann "A" \\Lee', address: 'ann@example.com' }],
    ],
    [
      'a name that looks like an address',
      '"eve@evil.example" <ann@example.com>',
      [{ name: 'eve@evil.example', address: 'ann@example.com' }],
    ],
    ['an initial with a dot', 'J. Doe <j@example.com>', [{ name: 'J. Doe', address: 'j@example.com' }]],
    ['an empty name', '"" <ann@example.com>', [{ address: 'ann@example.com' }]],
    ['a name outside ASCII', 'Zoë 🎉 <zoe@example.com>', [{ name: 'Zoë 🎉', address: 'zoe@example.com' }]],
    [
      'comments',
      'Ann (the, boss) <ann@example.com>, (x) bob@example.com (y)',
      [{ name: 'Ann', address: 'ann@example.com' }, { address: 'bob@example.com' }],
    ],
    [
      'a comment inside a name',
      'Ann(the boss)Lee <ann@example.com>',
      [{ name: 'Ann Lee', address: 'ann@example.com' }],
    ],
    ['parentheses in quotes', '"Ann (A)" <ann@example.com>', [{ name: 'Ann (A)', address: 'ann@example.com' }]],
    ['several quoted words', '"Ann" B "Lee" <ann@example.com>', [{ name: 'Ann B Lee', address: 'ann@example.com' }]],
    ['labels of one letter', 'ann@b.c', [{ address: 'ann@b.c' }]],
    ['a comment around the @', 'ann(work)@(home)example.com', [{ address: 'ann@example.com' }]],
    ['escaped parentheses in a comment', 'ann@example.com (a \\) b@example.com)', [{ address: 'ann@example.com' }]],
    ['a quoted local part with a comma', '"a,b"@example.com', [{ address: '"a,b"@example.com' }]],
    ['a quoted local part with an @', '<"a@evil.example"@example.com>', [{ address: '"a@evil.example"@example.com' }]],
    ['quotes that are not needed', '"ann"@example.com', [{ address: 'ann@example.com' }]],
    ['a plus and other atom characters', "o'hara+x_y/z=1@example.com", [{ address: "o'hara+x_y/z=1@example.com" }]],
    ['a domain in capitals', 'Ann@EXAMPLE.com', [{ address: 'Ann@example.com' }]],
    ['an international domain', 'ann@bücher.example', [{ address: 'ann@xn--bcher-kva.example' }]],
    ['an international top level', 'ann@пример.рф', [{ address: 'ann@xn--e1afmkfd.xn--p1ai' }]],
    ['an ideographic full stop', 'ann@例え。テスト', [{ address: 'ann@xn--r8jz45g.xn--zckzah' }]],
    [
      'several',
      'a@example.com,b@example.com , C <c@example.com>',
      [{ address: 'a@example.com' }, { address: 'b@example.com' }, { name: 'C', address: 'c@example.com' }],
    ],
    [
      'bidirectional controls in a name',
      'Ann\u202Egro\u2066 <ann@example.com>',
      [{ name: 'Anngro', address: 'ann@example.com' }],
    ],
    [
      'an encoded word for a name',
      '=?utf-8?Q?Zo=C3=AB_Lee?= <zoe@example.com>',
      [{ name: 'Zoë Lee', address: 'zoe@example.com' }],
    ],
    [
      'encoded words beside others, and up to the angle bracket',
      'Dr. =?utf-8?B?Wm/Dqw==?= "von" =?iso-8859-1?q?M=FCller?=<zoe@example.com>',
      [{ name: 'Dr. Zoë von Müller', address: 'zoe@example.com' }],
    ],
    [
      'controls in an encoded word',
      '=?utf-8?Q?=E2=80=AEmaeT=0D=0ABcc=3A=00_x?= <cleo@example.com>',
      [{ name: 'maeT Bcc: x', address: 'cleo@example.com' }],
    ],
    [
      'an encoded word in a quoted string as plain text',
      '"=?utf-8?Q?=E2=80=AEmaeT?= (x)" <cleo@example.com>',
      [{ name: '=?utf-8?Q?=E2=80=AEmaeT?= (x)', address: 'cleo@example.com' }],
    ],
    [
      'encoded words in the middle of others, and incomplete ones, as plain text',
      'a=?utf-8?Q?x?= =?utf-8?Q?y =?x-unknown?Q?z?= <ann@example.com>',
      [{ name: 'a=?utf-8?Q?x?= =?utf-8?Q?y =?x-unknown?Q?z?=', address: 'ann@example.com' }],
    ],
    [
      'angle brackets in a quoted local part',
      '"a<b>c"@example.com, Ann <"d<e>"@example.com>',
      [{ address: '"a<b>c"@example.com' }, { name: 'Ann', address: '"d<e>"@example.com' }],
    ],
  ])('reads %s', (_what, list, expected) => {
    expect(accepted(list)).toEqual(expected);
  });

  it('merges duplicates without regard to case, the first one counts', () => {
    expect(accepted('Ann <ann@example.com>, ANN@Example.COM, "ann"@example.com, bob@example.com')).toEqual([
      { name: 'Ann', address: 'ann@example.com' },
      { address: 'bob@example.com' },
    ]);
  });

  it.each([
    ['no @', 'ann'],
    ['two @', 'ann@b@example.com'],
    ['an empty local part', '@example.com'],
    ['an empty quoted local part', '""@example.com'],
    ['an empty domain', 'ann@'],
    ['a leading dot', '.ann@example.com'],
    ['two dots in a row', 'a..b@example.com'],
    ['a comment that is not closed', 'ann@example.com (oops'],
    ['a comment in a comment', 'ann@example.com (a (b) c)'],
    ['a quote that is not closed', '"Ann <ann@example.com>'],
    ['an angle bracket that is not closed', 'Ann <ann@example.com'],
    ['text after the angle bracket', '<ann@example.com> Ann'],
    ['two addresses without a comma', 'ann@example.com bob@example.com'],
    ['an address for a name', 'eve@evil.example <ann@example.com>'],
    ['a semicolon', 'ann@example.com; bob@example.com'],
    ['a route', '<@evil.example:ann@example.com>'],
    ['an address literal', 'ann@[127.0.0.1]'],
    ['an address for a domain', 'ann@127.0.0.1'],
    ['a number for a domain', 'ann@0x7f000001'],
    ['a domain of one label', 'ann@localhost'],
    ['a trailing dot', 'ann@example.com.'],
    ['a label that begins with a hyphen', 'ann@-example.com'],
    ['a label of 64 characters', `ann@${'a'.repeat(64)}.com`],
    ['a top level of 64 characters', `ann@example.${'a'.repeat(64)}`],
    ['a domain of 254 characters', `ann@${'a.'.repeat(126)}aa`],
    ['a comment in a local part', 'ann(the boss)lee@example.com'],
    ['an underscore in the domain', 'ann@ex_ample.com'],
    ['a port', 'ann@example.com:25'],
    ['a path', 'ann@example.com/x'],
    ['a percent escape', 'ann@ex%61mple.com'],
    ['a slash that UTS 46 maps from a wide one', 'ann@example.com／x.com'],
    ['bad Punycode', 'ann@xn--a-ä.example'],
    ['a local part outside ASCII', 'zoë@example.com'],
    ['an override in the local part', 'a\u202Eb@example.com'],
    ['a backslash outside quotes', 'a\\b@example.com'],
    ['an encoded word for a local part', '=?utf-8?Q?eve=40evil.example?=@example.com'],
    ['an encoded word in a quoted local part', '"=?utf-8?Q?eve=40evil.example=3E=00?="@example.com'],
    ['an encoded word for an address', '=?utf-8?Q?ann=40example.com?='],
  ])('refuses %s', (_what, list) => {
    expect(codes(list)).toEqual(['address_malformed']);
  });

  it('refuses groups', () => {
    expect(codes('undisclosed-recipients:;')).toEqual(['address_malformed']);
    expect(codes('Friends: a@example.com, b@example.com;')).toEqual(['address_malformed', 'address_malformed']);
  });

  it('refuses an empty entry between commas', () => {
    expect(codes('a@example.com,,b@example.com,')).toEqual(['address_malformed', 'address_malformed']);
  });

  it('refuses a comma in an address that is not quoted, instead of reading two', () => {
    expect(codes('<a,b@example.com>')).toEqual(['address_malformed', 'address_malformed']);
  });

  it.each(['', '  ', '\u00A0'])('refuses %j as no addresses', (list) => {
    expect(codes(list)).toEqual(['missing']);
  });

  it.each([
    ['CR LF', 'ann@example.com\r\nBcc: eve@evil.example'],
    ['LF', 'Ann\n <ann@example.com>'],
    ['CR in a quoted string', '"a\rb"@example.com'],
    ['NUL', 'ann\0@example.com'],
    ['a tab', 'ann@example.com,\tbob@example.com'],
    ['DEL', 'ann\x7F@example.com'],
    ['NEL', 'Ann\x85 <ann@example.com>'],
    ['a line separator', 'Ann\u2028 <ann@example.com>'],
    ['a lone surrogate', 'Ann\uD83D <ann@example.com>'],
  ])('refuses %s anywhere', (_what, list) => {
    expect(codes(list)).toEqual(['control_character']);
  });

  const addresses = (count: number): string => Array.from({ length: count }, (_, n) => `a${n}@example.com`).join(',');

  it('takes 50 addresses and refuses 51', () => {
    expect(accepted(addresses(50))).toHaveLength(50);
    expect(parseRecipients(addresses(51))).toEqual({
      ok: false,
      faults: [
        {
          code: 'notification.recipients.too_many',
          path: '/recipients',
          message: 'recipients has 51 addresses, expected at most 50; send several notifications',
        },
      ],
    });
  });

  const domainOf = (length: number): string =>
    `${'a.'.repeat((length - 4) / 2)}.com`.replace('..', '.').padStart(length, 'b');

  it.each([
    ['a local part of 64 characters', `${'a'.repeat(64)}@example.com`, []],
    ['a local part of 65 characters', `${'a'.repeat(65)}@example.com`, ['too_long']],
    ['an address of 254 characters', `${'a'.repeat(50)}@${domainOf(203)}`, []],
    ['an address of 255 characters', `${'a'.repeat(51)}@${domainOf(203)}`, ['too_long']],
    ['a name of 200 characters', `${'n'.repeat(200)} <a@example.com>`, []],
    ['a name of 201 characters', `${'n'.repeat(201)} <a@example.com>`, ['too_long']],
  ])('knows the limits: %s', (_what, list, expected) => {
    expect(codes(list)).toEqual(expected);
  });

  const message = (list: string): string => {
    const result = parseRecipients(list);
    return result.ok ? '' : result.faults.map((fault) => fault.message).join();
  };
  const a60 = `"${'a'.repeat(60)}…"`;

  it.each([
    ['no addresses', '', 'recipients is empty, expected 1 to 50 addresses separated by commas'],
    ['a line break', '\n', 'recipients holds a line break, control character or lone surrogate; remove it'],
    [
      'a local part outside ASCII',
      'zoë@example.com',
      'address 1 of recipients is "zoë@example.com", expected ASCII before the @',
    ],
    [
      'an encoded word before the @',
      '=?utf-8?Q?x?=@example.com',
      'address 1 of recipients is "=?utf-8?Q?x?=@example.com", expected no encoded word before the @',
    ],
    [
      'a long local part',
      `a@example.com, ${'a'.repeat(65)}@example.com`,
      `local part 2 of recipients has 65 characters (${a60}), expected at most 64`,
    ],
    [
      'a long address',
      `${'a'.repeat(60)}@${domainOf(203)}`,
      `address 1 of recipients has 264 characters (${a60}), expected at most 254`,
    ],
    [
      'a long name',
      `${'a'.repeat(201)} <a@example.com>`,
      `name 1 of recipients has 201 characters (${a60}), expected at most 200`,
    ],
    [
      'an entry of 60 characters, whole',
      'a'.repeat(60),
      `address 1 of recipients is "${'a'.repeat(60)}", expected name@example.com; separate addresses by commas, quote names that hold punctuation, use no groups`,
    ],
  ])('says what is wrong with %s', (_what, list, expected) => {
    expect(message(list)).toBe(expected);
  });

  it('looks at no more than 50 addresses', () => {
    expect(codes(`${addresses(50)},bob`)).toEqual(['too_many']);
  });

  it('lists every bad address at once, with its position and what is allowed', () => {
    expect(parseRecipients('ann@example.com, bob, Eve <eve@localhost>')).toEqual({
      ok: false,
      faults: [
        {
          code: 'notification.recipients.address_malformed',
          path: '/recipients',
          message:
            'address 2 of recipients is "bob", expected name@example.com; separate addresses by commas, quote names that hold punctuation, use no groups',
        },
        {
          code: 'notification.recipients.address_malformed',
          path: '/recipients',
          message:
            'address 3 of recipients is "Eve <eve@localhost>", expected a domain name such as example.com after the @',
        },
      ],
    });
  });

  it.each(['(', '"', '\\(', '"\\', '(a', ',', '<', ' @', 'a.', '"a"', '<a@b.c>', '=?utf-8?Q?a?= '])(
    'is quick with 20,000 characters of %j',
    (piece) => {
      const started = performance.now();
      parseRecipients(piece.repeat(20_000 / piece.length));
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  it('reads back every mailbox that was written by the rules of RFC 5322', () => {
    const local = fc.stringMatching(/^[ -~]{1,20}$/);
    const name = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text));
    const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1');
    const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
    fc.assert(
      fc.property(local, name, (localPart, displayName) => {
        const [mailbox] = accepted(`${quoted(displayName)} <${quoted(localPart)}@example.com>`);
        const [again] = accepted(`<${mailbox?.address}>`);
        expect(mailbox?.name ?? '').toBe(displayName.replace(/\s+/g, ' ').trim());
        expect(unquoted(mailbox?.address.slice(0, -'@example.com'.length) ?? '')).toBe(localPart);
        expect(again).toEqual({ address: mailbox?.address });
        expect(mailbox && accepted(formatMailbox(mailbox))).toEqual([mailbox]);
      }),
    );
  });

  it('lets nothing through that could end a header or add an address, whatever it is given', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        'a',
        '@',
        '.',
        ',',
        '"',
        '\\',
        '<',
        '>',
        '(',
        ')',
        ':',
        ';',
        ' ',
        'b.co',
        '\r',
        '\n',
        '\0',
        'é',
      ),
    });
    fc.assert(
      fc.property(hostile, (list) => {
        const result = parseRecipients(list);
        const recipients = result.ok ? result.recipients : [];
        for (const { address } of recipients)
          expect(address).toMatch(/^([^\s"(),:;<>@[\\\]]+|"([^"\\]|\\.)+")@[a-z0-9.-]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
