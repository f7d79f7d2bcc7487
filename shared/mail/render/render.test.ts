import fc from 'fast-check';
import type { MailContent, MailLayout, MailTemplate, TypeMail } from '../../domain/mail/mail-template';
import type { Notification } from '../../domain/notification/notification';
import { type RenderedMail, renderMail } from './render';

const NOTIFICATION: Notification = {
  specversion: '1.0',
  id: '01JD9X8M3V5W6Y7Z8A9B0C1D2E',
  source: '/shop/orders',
  type: 'order.shipped',
  subject: '1234',
  time: '2026-11-23T23:30:00-02:00',
  datacontenttype: 'application/json',
  data: { customer: { name: 'Ann' }, total: '12.50', currency: 'EUR' },
  tenant: 'acme',
  channels: 'email',
  severity: 'info',
};

const AROUND = { sender: { footer: ['Northline Shop'] } };

const content = (parts: Partial<MailContent>): MailContent => ({ subject: 'S', text: 'T', html: '<p>H</p>', ...parts });
const template = (parts: Partial<MailContent>): MailTemplate => ({
  defaultLocale: 'en',
  locales: { en: content(parts) },
});
const about = (data: unknown, more: Partial<Notification> = {}): Notification => ({ ...NOTIFICATION, data, ...more });

/** @param mail @default the generic one, of all that there is in the data */
const rendered = (notification: Notification, mail?: TypeMail): RenderedMail => {
  const result = renderMail(notification, mail ?? { forPeople: Object.keys(notification.data as object) }, AROUND);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.mail;
};
/** The text part of a template, without the footer. */
const text = (source: string, data: unknown = NOTIFICATION.data): string =>
  rendered(about(data), template({ text: source })).text.replace(/\n\n-- \n[\s\S]*/, '');
const faults = (parts: Partial<MailContent>, data: unknown = NOTIFICATION.data) => {
  const result = renderMail(about(data), template(parts), AROUND);
  return result.ok ? [] : result.faults;
};

describe('renderMail with a template', () => {
  it('fills subject, text and HTML from data and notification, inside the common layout', () => {
    const mail = rendered(
      NOTIFICATION,
      template({
        subject: 'Order {{ notification.subject }} for {{ data.customer.name }}',
        text: 'Hello {{ data.customer.name }}',
        html: '<p>Hello <b>{{ data.customer.name }}</b></p>',
      }),
    );
    expect(mail).toEqual({
      locale: 'en',
      subject: 'Order 1234 for Ann',
      text: 'Hello Ann\n\n-- \nNorthline Shop\n',
      html: expect.stringMatching(
        /^<!doctype html>\n<html lang="en">[\s\S]*<title>Order 1234 for Ann<\/title>[\s\S]*<h1[^>]*>Order 1234 for Ann<\/h1>[\s\S]*<p>Hello <b>Ann<\/b><\/p>[\s\S]*Northline Shop[\s\S]*<\/html>\n$/,
      ),
    });
  });

  it('shows every attribute that a template may use', () => {
    const source =
      '{{ notification.id }} {{ notification.type }} {{ notification.subject }} {{ notification.time }} {{ notification.tenant }} {{ notification.severity }} {{ notification.locale }}';
    expect(text(source)).toBe('01JD9X8M3V5W6Y7Z8A9B0C1D2E order.shipped 1234 2026-11-23T23:30:00-02:00 acme info en');
  });

  it('renders the same again', () => {
    const mailTemplate = template({ html: '{% for n in (1..9) %}{% cycle "a", "b" %}{% increment n %}{% endfor %}' });
    expect(rendered(NOTIFICATION, mailTemplate)).toEqual(rendered(NOTIFICATION, mailTemplate));
  });

  describe('language', () => {
    const localized: MailTemplate = {
      defaultLocale: 'en',
      locales: {
        en: content({
          subject: 'Total {{ data.total | money: data.currency }} on {{ notification.time | date: "%B %-d" }}',
        }),
        de: content({
          subject: 'Summe {{ data.total | money: data.currency }} am {{ notification.time | date: "%-d. %B" }}',
        }),
        'de-AT': content({ subject: 'Servus' }),
      },
    };
    it.each([
      [undefined, 'en', 'Total €12.50 on November 24'],
      ['de', 'de', 'Summe 12,50 € am 24. November'],
      ['de-CH', 'de', 'Summe 12,50 € am 24. November'],
      ['DE-at', 'de-AT', 'Servus'],
      ['fr-FR', 'en', 'Total €12.50 on November 24'],
      ['constructor', 'en', 'Total €12.50 on November 24'],
    ])('for %s is %s', (locale, lang, subject) => {
      const mail = rendered({ ...NOTIFICATION, ...(locale !== undefined && { locale }) }, localized);
      expect([mail.subject, /<html lang="([^"]*)">/.exec(mail.html)?.[1]]).toEqual([subject, lang]);
    });

    it('is a fault when the template lacks its own default', () => {
      expect(renderMail(NOTIFICATION, { defaultLocale: 'constructor', locales: { de: content({}) } }, AROUND)).toEqual({
        ok: false,
        faults: [
          {
            code: 'email.template.locale_missing',
            path: '',
            message: "template has no texts for its default language 'constructor', only for de; add them",
          },
        ],
      });
    });
  });

  describe('partials', () => {
    it('are filled with what they are given, escaped in HTML and left alone in text', () => {
      const source = "{% render 'button', url: data.url, label: data.label %}";
      const data = { url: 'https://a.example/?a=1&b=2', label: '<b>Go</b>' };
      const mail = rendered(about(data), template({ subject: source, text: source, html: source }));
      expect(mail.subject).toBe('<b>Go</b>: https://a.example/?a=1&b=2');
      expect(mail.text).toContain('<b>Go</b>: https://a.example/?a=1&b=2\n');
      expect(mail.html).toMatch(
        /<a href="https:\/\/a\.example\/\?a=1&amp;b=2"[^>]*><span[^>]*>&lt;b&gt;Go&lt;\/b&gt;<\/span><\/a>/,
      );
    });

    it('see nothing of the notification by themselves', () => {
      expect(faults({ text: "{% render 'note' %}" }, { text: 'x' }).map(({ path }) => path)).toEqual(['/text']);
    });

    it('list what there is any number of', () => {
      const rows = [
        { label: 'New', value: 3 },
        { label: 'Open', value: 5 },
      ];
      const mail = rendered(
        about({ rows }),
        template({ html: "{% render 'figures', rows: data.rows %}", text: "{% render 'figures', rows: data.rows %}" }),
      );
      expect(mail.text).toContain('New: 3\nOpen: 5\n');
      expect(mail.html.match(/<td class="line"[^>]*>\d<\/td>/g)).toHaveLength(2);
    });
  });

  describe('the layout', () => {
    it('is a card with the subject as its heading where the template names none', () => {
      const html = rendered(NOTIFICATION, template({})).html;
      expect([/<h1/.test(html), html.includes('class="card"')]).toEqual([true, true]);
    });

    it('of a letter has the text and the footer only', () => {
      const { html, text } = rendered(NOTIFICATION, { ...template({}), layout: 'letter' });
      expect([/<h1/.test(html), html.includes('class="card"'), html.includes('<p>H</p>')]).toEqual([
        false,
        false,
        true,
      ]);
      expect(html).toContain('Northline Shop');
      expect(text).toBe('T\n\n-- \nNorthline Shop\n');
    });
  });

  describe('the footer', () => {
    const link = { url: 'https://a.example/unsubscribe/x?a&b', names: { en: 'weekly <news>' } };
    const withLink = (layout: MailLayout) => renderMail(NOTIFICATION, { ...template({}), layout }, { ...AROUND, link });

    it.each(['card', 'letter'] as const)('of a %s has the link to unsubscribe, where there is one', (layout) => {
      const result = withLink(layout);
      const mail = result.ok ? result.mail : { text: '', html: '' };
      const text = 'T\n\n-- \nUnsubscribe from weekly <news>: https://a.example/unsubscribe/x?a&b\nNorthline Shop\n';
      expect(mail.text).toContain(text);
      expect(mail.html).toMatch(
        /<a href="https:\/\/a\.example\/unsubscribe\/x\?a&amp;b"[^>]*>Unsubscribe from weekly &lt;news&gt;<\/a><br>Northline Shop/,
      );
    });

    it('has none otherwise', () => {
      expect(rendered(NOTIFICATION, template({})).html).not.toMatch(/unsubscribe/i);
    });
  });

  it('makes the text of the HTML where the template has none', () => {
    const { text: _text, ...withoutText } = content({
      html: "<p>Dear {{ data.customer.name }},</p><table><tr><th>Total</th><td>{{ data.total | money: data.currency }}</td></tr></table>{% render 'button', url: 'https://a.example/', label: 'Pay' %}",
    });
    const mail = rendered(about({ ...(NOTIFICATION.data as object), customer: { name: '<Ann> & Co' } }), {
      defaultLocale: 'en',
      locales: { en: withoutText },
    });
    expect(mail.text).toBe('Dear <Ann> & Co,\n\nTotal: €12.50\n\nPay <https://a.example/>\n\n-- \nNorthline Shop\n');
  });

  describe('a missing variable', () => {
    it('is a fault that names it, once for all parts, and all parts are looked at', () => {
      expect(
        faults({ subject: '{{ data.order.id }}', text: '{{ data.order.id }}', html: '{{ data["odd/key"] }}' }),
      ).toEqual([
        {
          code: 'email.template.variable_missing',
          path: '/data/order',
          message:
            "the subject template for 'en' needs the variable 'data.order', which the notification does not have; add it, or make it optional with if or default",
        },
        {
          code: 'email.template.variable_missing',
          path: '/data/odd~1key',
          message: expect.stringContaining("the html template for 'en' needs the variable 'data.odd/key'"),
        },
      ]);
    });

    it.each<[string, Partial<MailContent>, string[]]>([
      ['side by side', { text: '{{ data.a }} {{ data.b.c }} {{ data.b.d }}' }, ['data.a', 'data.b']],
      ['behind one another', { text: '{{ data.customer.a }}{{ data.customer.a.b }}' }, ['data.customer.a']],
      ['in one tag', { html: "{% render 'button', url: data.a, label: data.b %}" }, ['data.a', 'data.b']],
      ['in one expression', { text: '{{ data.total | append: data.a | append: data.b }}' }, ['data.a', 'data.b']],
      [
        'behind a filter that refuses',
        { text: '{{ data.a | date }}{{ data.b | money: data.c }}' },
        ['data.a', 'data.b', 'data.c'],
      ],
      [
        'in a loop',
        { text: '{% for x in data.list %}{{ x.a }}{{ x.b }}{{ data.c }}{% endfor %}' },
        ['x.a', 'x.b', 'data.c'],
      ],
      [
        'in a condition that holds',
        { text: '{% if data.total %}{{ data.a }}{% endif %}{{ data.b }}' },
        ['data.a', 'data.b'],
      ],
      [
        'over all parts',
        { subject: '{{ data.a }}', text: '{{ data.b }}{{ data.a }}', html: '{{ data.c }}' },
        ['data.a', 'data.b', 'data.c'],
      ],
      [
        'not those of a condition that does not',
        { text: '{{ data.a }}{% if data.a %}{{ data.b }}{% endif %}' },
        ['data.a'],
      ],
    ])('is named with all the others: %s', (_what, parts, names) => {
      const data = { total: '1', customer: {}, list: [{}, {}] };
      const missing = faults(parts, data).map(({ message }) => /variable '([^']*)'/.exec(message)?.[1]);
      expect(missing.filter((name) => name !== undefined)).toEqual(names);
    });

    it('of the notification is at its own place', () => {
      const { subject: _subject, ...withoutSubject } = NOTIFICATION;
      const result = renderMail(withoutSubject, template({ text: '{{ notification.subject }}' }), AROUND);
      expect(result.ok ? [] : result.faults.map(({ path }) => path)).toEqual(['/subject']);
    });

    it.each([
      '{{ data.constructor }}',
      '{{ data.__proto__ }}',
      '{{ constructor }}',
      '{{ data.customer.toString }}',
      '{{ process.env }}',
    ])('is what %s is', (source) => {
      expect(faults({ text: source }).map(({ code }) => code)).toEqual(['email.template.variable_missing']);
    });

    it('is nothing in a condition or before a default', () => {
      expect(
        text('{% if data.note %}{{ data.note }}{% else %}none{% endif %}, {{ data.note | default: "none" }}'),
      ).toBe('none, none');
    });
  });

  describe('hostile data', () => {
    const SCRIPT = '<script>alert("1")</script><img src=x onerror=\'x\'>&';

    it('is escaped in HTML, however it is put out, and left alone in subject and text', () => {
      const source = '{{ data.x }}|{% echo data.x %}|{% cycle data.x %}|{{ data.list }}|{{ data.x | upcase }}';
      const data = { x: SCRIPT, list: [SCRIPT, [SCRIPT]] };
      const mail = rendered(about(data), template({ subject: '{{ data.x }}', text: '{{ data.x }}', html: source }));
      const escaped = '&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;';
      expect(mail.subject).toBe(SCRIPT);
      expect(mail.text.startsWith(`${SCRIPT}\n\n-- \n`)).toBe(true);
      expect(mail.html).toContain(
        [escaped, escaped, escaped, `${escaped}${escaped}`, escaped.replace(/&lt;.*/, '')].join('|'),
      );
      expect(mail.html).not.toMatch(/<script|<img/i);
    });

    it('is not read as a template', () => {
      expect(text('{{ data.x }}', { x: '{{ notification.id }}{% raw %}' })).toBe('{{ notification.id }}{% raw %}');
    });

    it('cannot break out of the layout through the attributes of the notification', () => {
      const mail = rendered(about({}, { subject: SCRIPT, type: 'a"><script>', id: '</table><script>' }));
      expect(mail.html).not.toMatch(/<script/i);
    });

    it('never puts a tag into HTML or a line break into the subject', () => {
      const mailTemplate = template({ subject: 'x{{ data.x }}', html: '{{ data.x }}', text: '{{ data.x }}' });
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (x) => {
          const mail = rendered(about({ x: `<q>${x}</q>` }), mailTemplate);
          expect(mail.subject).not.toMatch(/[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/u);
          expect(mail.html).not.toContain('<q>');
          for (const part of [mail.html, mail.text]) {
            expect(part.replace(/[\t\n\r]/g, '')).not.toMatch(
              /[\p{Control}\p{Surrogate}\u2028\u2029\u202A-\u202E\u2066-\u206F]/u,
            );
          }
        }),
      );
    });
  });

  describe('a link', () => {
    const linked = (href: string) =>
      faults({ html: '<p><a class="button" href="{{ data.url }}">Open</a></p>' }, { url: href });

    it.each([
      ['that shows another host', 'https://bank.example@evil.example/'],
      ['with an invisible character', 'https://ba\u200Bnk.example/'],
      ['with a bidirectional control', 'https://bank.example/\u202Emoc.live'],
      ['without a secure scheme', 'http://bank.example/'],
      ['that runs a script', 'javascript:alert(1)'],
      ['that runs a script, spelled otherwise', ' JaVaScRiPt:alert(1)'],
      ['that holds a page', 'data:text/html,<script>'],
      ['that has no scheme', '//evil.example/'],
      ['that is empty', ''],
    ])('%s is refused, whatever the schema of the type lets through, and not repeated', (_what, href) => {
      expect(linked(href)).toEqual([
        {
          code: 'email.template.value_refused',
          path: '',
          message:
            "the html template for 'en' made 1 links of 1 that are refused, expected https URLs without user name and invisible characters",
        },
      ]);
    });

    it.each([
      'https://bank.example/a?b=c&d=e@f#g',
      'https://bücher.example/käse',
      'HTTPS://bank.example/',
      'mailto:help@bank.example',
    ])('%s is taken', (href) => {
      expect(linked(href)).toEqual([]);
    });

    it('of a partial is judged too', () => {
      const html = "{% render 'button', url: data.url, label: 'Open' %}";
      expect(faults({ html }, { url: 'javascript:alert(1)' }).map(({ code }) => code)).toEqual([
        'email.template.value_refused',
      ]);
    });
  });

  describe('characters that change how the text around them is shown', () => {
    const bodyOf = (x: string) => {
      const { text, html } = rendered(
        about({ x }),
        template({ text: '[{{ data.x }}]', html: '<i>[{{ data.x }}]</i>' }),
      );
      return [/\[.*\]/s.exec(text)?.[0], /(?<=<i>).*(?=<\/i>)/s.exec(html)?.[0]];
    };

    it.each([
      ['overrides, embeddings and isolates', 'a\u202Eb\u202Ac\u202C\u2066d\u2069', 'abcd'],
      ['controls of terminals', 'a\u009B31mb\u001B[0mc\u007F', 'a31mb[0mc'],
    ])('%s are taken out of both bodies', (_what, x, expected) => {
      expect(bodyOf(x)).toEqual([`[${expected}]`, `[${expected}]`]);
    });

    it('line and paragraph separators become spaces, so that one line of data stays one', () => {
      expect(bodyOf('a\u2028b\u2029c')).toEqual(['[a b c]', '[a b c]']);
    });

    it.each([
      ['Hebrew with marks', 'שלום\u200F, \u200Eabc'],
      ['Arabic with its mark', 'السلام\u061C 123'],
      ['Persian with a zero-width non-joiner', 'می\u200Cخواهم'],
      ['emoji with joiners', '👩‍🚀👨‍👩‍👧‍👦'],
    ])('%s stays in both bodies', (_what, x) => {
      expect(bodyOf(x)).toEqual([`[${x}]`, `[${x}]`]);
    });
  });

  describe('the subject', () => {
    it.each([
      ['is one line', 'Hello\r\nBcc: eve@evil.example\n\n', 'Hello Bcc: eve@evil.example'],
      ['loses overrides', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
      ['keeps emoji', '🎉 Done 👩‍🚀', '🎉 Done 👩‍🚀'],
      ['ends in an ellipsis beyond 200 characters', 'x'.repeat(201), `${'x'.repeat(199)}…`],
      ['is not cut through an emoji', `${'x'.repeat(198)}😀😀`, `${'x'.repeat(198)}…`],
      ['is the generic one when nothing is left', ' \u202E\n', 'Order shipped — 1234'],
    ])('%s', (_what, x, subject) => {
      expect(rendered(about({ x }), template({ subject: '{{ data.x }}' })).subject).toBe(subject);
    });
  });

  describe('filters', () => {
    it.each([
      ['{{ "2026-11-23T09:30:00+01:00" | date }}', '2026-11-23 08:30 UTC'],
      ['{{ "2026-11-23" | date: "%A" }}', 'Monday'],
      ['{{ 1234.5 | money: "USD" }}', '$1,234.50'],
      ['{{ "999999999999999.99" | money: "USD" }}', '$999,999,999,999,999.99'],
      ['{{ -3 | money: "JPY" }}', '-¥3'],
      ['{{ "a,b" | split: "," | join: " and " | upcase }}', 'A AND B'],
    ])('%s is %s', (source, expected) => {
      expect(text(source)).toBe(expected);
    });

    it.each([
      ['{{ "now" | date }}', 'date got other text, expected an RFC 3339 timestamp, line:1, col:1'],
      ['{{ "tomorrow" | date }}', 'date got other text, expected an RFC 3339 timestamp, line:1, col:1'],
      ['{{ "2026-13-01" | date }}', 'date got other text, expected an RFC 3339 timestamp, line:1, col:1'],
      ['{{ 5 | date }}', 'date got number, expected an RFC 3339 timestamp, line:1, col:1'],
      ['{{ "12,50" | money: "EUR" }}', 'money got other text for an amount, expected a decimal number, line:1, col:1'],
      [
        '{{ data.customer | money: "EUR" }}',
        'money got object for an amount, expected a decimal number, line:1, col:1',
      ],
      ['{{ 1 | money }}', 'money got undefined for a currency, expected an ISO 4217 code such as EUR, line:1, col:1'],
      [
        '{{ 1 | money: "€" }}',
        'money got other text for a currency, expected an ISO 4217 code such as EUR, line:1, col:1',
      ],
    ])('%s is refused', (source, reason) => {
      expect(faults({ text: source })).toEqual([
        { code: 'email.template.value_refused', path: '', message: `the text template for 'en' failed: ${reason}` },
      ]);
    });
  });

  it.each([
    ['a tag that is not closed', '{% if data.total %}'],
    ['an unknown filter', '{{ data.total | shout }}'],
    ['an unknown tag', '{% shout %}'],
    ['a filter that reads the clock', '{{ "now" | date_to_rfc822 }}'],
    ['a filter that draws lots', '{{ data.list | sample }}'],
    ['a file', '{% include "/etc/passwd" %}'],
    ['a file relative to here', '{% render "./package.json" %}'],
    ['a file by variable', '{% include data.total %}'],
    ['a layout', '{% layout "/etc/passwd" %}'],
    ['a property of every object as a partial', '{% render "constructor" %}'],
  ])('refuses a template with %s', (_what, source) => {
    expect(faults({ text: source }).map(({ code }) => code)).toEqual(['email.template.invalid']);
  });

  it.each([
    ['loops without end', '{% for a in (1..100000000) %}x{% endfor %}', {}],
    ['loops in loops', '{% for a in (1..9999) %}{% for b in (1..9999) %}{{ a }}{% endfor %}{% endfor %}', {}],
    ['multiplies its data', '{% for a in (1..1000) %}{{ data.x }}{% endfor %}', { x: 'x'.repeat(100_000) }],
    [
      'doubles a string',
      '{% assign s = "xxxxxxxx" %}{% for a in (1..40) %}{% assign s = s | append: s %}{% endfor %}',
      {},
    ],
    ['is longer than 262,144 characters', 'x'.repeat(262_145), {}],
  ])('stops a template that %s', (_what, source, data) => {
    expect(faults({ text: source }, data).map(({ code }) => code)).toEqual(['email.template.limit_exceeded']);
  });

  it('limits HTML as it limits text', () => {
    const html = '{% for a in (1..1000) %}{{ data.x }}{% endfor %}';
    expect(faults({ html }, { x: 'x'.repeat(100_000) }).map(({ code }) => code)).toEqual([
      'email.template.limit_exceeded',
    ]);
  });
});

describe('renderMail without a template', () => {
  it('makes a readable mail of any notification', () => {
    const mail = rendered(about({ orderNumber: 'A-1', items: [{ sku: '<b>' }], message: 'one\r\ntwo' }));
    expect(mail.subject).toBe('Order shipped — 1234');
    expect(mail.text).toBe(
      [
        'Order shipped — 1234',
        '',
        'Order number: A-1',
        'Items 1 › Sku: <b>',
        'Message: one',
        '    two',
        '',
        '-- ',
        'Northline Shop',
        '',
      ].join('\n'),
    );
    expect([...mail.html.matchAll(/<t[hd] [^>]*class="line[^>]*>([^<]*)</g)].map(([, cell]) => cell)).toEqual([
      'Order number',
      'A-1',
      'Items 1 › Sku',
      '&lt;b&gt;',
      'Message',
      'one\ntwo',
    ]);
  });

  it.each([
    ['there is no data', about({})],
    ['none of it is for people', about({ internalNote: 'fraud?' })],
  ])('says so when %s', (_what, notification) => {
    expect(rendered(notification, { forPeople: ['orderNumber'] }).text).toBe(
      'Order shipped — 1234\n\nThere are no further details.\n\n-- \nNorthline Shop\n',
    );
  });

  it('ends with the link to unsubscribe, where there is one', () => {
    const link = { url: 'https://stop.example/a', names: { en: 'weekly digests' } };
    const result = renderMail(NOTIFICATION, { forPeople: [] }, { ...AROUND, link });
    expect(result).toMatchObject({ ok: true, mail: { text: expect.stringContaining('https://stop.example/a') } });
  });

  it('shows 100 rows and says that there is more', () => {
    const mail = rendered(about(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, n]))));
    expect(mail.text).toContain('K99: 99\n\nSome details are left out here.\n');
    expect(mail.text).not.toContain('K100');
    expect(mail.html.match(/<tr>\n<th/g)).toHaveLength(100);
    expect(mail.html).toContain('Some details are left out here.');
  });

  it.each([
    ['info', '#2563eb', undefined],
    ['warning', '#f59e0b', 'Warning'],
    ['critical', '#dc2626', 'Critical'],
  ] as const)('shows the severity %s in colour and in words', (severity, colour, word) => {
    const { html } = rendered({ ...NOTIFICATION, severity });
    expect(html).toContain(`background-color:${colour};border-radius`);
    expect(/<p class="accent"[^>]*>([^<]*)<\/p>/.exec(html)?.[1]).toBe(word);
  });

  it('never fails, whatever the data', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (data) => {
        expect(rendered(about(data)).subject).toBe('Order shipped — 1234');
      }),
    );
  });

  it('stays readable with the largest data', () => {
    const data = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`key ${n} ${'k'.repeat(300)}`, 'v'.repeat(5_000)]),
    );
    const mail = rendered(about(data));
    expect(mail.text.length).toBeLessThan(70_000);
    expect(mail.html.length).toBeLessThan(110_000);
  });
});
