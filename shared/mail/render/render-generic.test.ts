import fc from 'fast-check';
import { renderMail } from './render';
import { AROUND, about, NOTIFICATION, rendered } from './testing/render-fixture';

describe('renderMail without a template', () => {
  it('renders a readable mail for any notification', () => {
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
  ])('says that there are no details if %s', (_what, notification) => {
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
