import type { MailContent } from '../../domain/mail/mail-template';
import { renderMail } from './render';
import { AROUND, faults, NOTIFICATION, template, text } from './testing/render-fixture';

describe('renderMail with a template', () => {
  describe('a missing variable', () => {
    it('is a fault that names it, once for all parts', () => {
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

    it('of the notification has the path of its attribute', () => {
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

    it('is falsy in a condition and replaced by a default', () => {
      expect(
        text('{% if data.note %}{{ data.note }}{% else %}none{% endif %}, {{ data.note | default: "none" }}'),
      ).toBe('none, none');
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
