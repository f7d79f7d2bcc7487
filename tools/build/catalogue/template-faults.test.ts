import type { TSchema } from '@sinclair/typebox';
import * as Type from '@sinclair/typebox';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import orderShipped from '../../../shared/catalogue/order-shipped';
import type { MailContent } from '../../../shared/domain/mail/mail-template';
import { definitionFaults } from './definition-faults';
import { box, CONTENT, templates, VALID } from './definition-faults.test-helper';

describe('a template', () => {
  const ofOrder = (parts: Partial<MailContent>) => {
    const content = { subject: 'S', text: 'T', html: '<p>H</p>', ...parts };
    const mail = { defaultLocale: 'en', locales: { en: content } };
    return definitionFaults([{ ...orderShipped, mail } as unknown as TypeDefinition]);
  };

  it.each<[string, Partial<MailContent>, RegExp]>([
    ['is not in the data at all', { subject: '{{ data.order }}' }, /subject template for 'en' needs .*'data\.order'/],
    ['is optional', { text: 'Hello {{ data.customerName }}' }, /'data\.customerName'/],
    [
      'is needed only where another optional one is missing',
      { html: '{% unless data.trackingUrl %}{{ data.trackingNumber }}{% endunless %}' },
      /'data\.trackingNumber'/,
    ],
    ['is misspelt in a loop', { html: '{% for i in data.items %}{{ i.amount }}{% endfor %}' }, /'i\.amount'/],
    ['is not given to a partial', { html: "{% render 'button', label: 'x' %}" }, /needs the variable 'url'/],
  ])('with a variable that %s is refused, once', (_what, parts, message) => {
    const about = ofOrder(parts).filter((fault) => message.test(fault.message));
    expect(about).toEqual([
      { code: 'email.template.variable_missing', path: '/order.shipped/mail/locales/en', message: expect.any(String) },
    ]);
  });

  it('that does not parse is refused', () => {
    expect(ofOrder({ html: '{% if data.carrier %}' }).map(({ code }) => code)).toEqual(['email.template.invalid']);
  });

  it('that leaves the text empty is refused', () => {
    expect(ofOrder({ text: '{% if data.never %}x{% endif %}' })).toEqual([
      {
        code: 'catalogue.mail.empty',
        path: '/order.shipped/mail/locales/en',
        message: "a part of the mail in 'en' is empty",
      },
    ]);
  });

  it('in every language is tried', () => {
    const locales = { en: CONTENT, de: { ...CONTENT, subject: '{{ data.skku }}' } };
    expect(templates({ locales }).map(([, path]) => path)).toEqual(['/stock.low/mail/locales/de']);
  });

  describe('that works for the example', () => {
    const card = box({ kind: Type.Literal('card'), last4: Type.String() });
    const bank = box({ kind: Type.Literal('bank'), iban: Type.Optional(Type.String()) });
    const [byCard, byBank] = [
      { kind: 'card', last4: '4242' },
      { kind: 'bank', iban: 'DE1' },
    ];
    const payment = Type.Union([card, bank]);
    const ofPayment = '{% if one.kind == "bank" %}{{ one.iban }}{% else %}{{ one.last4 }}{% endif %}';
    const ofEach = `{% for one in data.it %}${ofPayment}{% endfor %}`;
    const tried = (it: TSchema, html: string, example: unknown, ...examples: unknown[]) => {
      const locales = { en: { subject: 'S', html: `<p>x ${html}</p>` } };
      const more = examples.length > 0 && { examples: examples.map((other) => ({ it: other })) };
      return templates({ locales }, { data: box({ it }), example: { it: example }, ...more }).map(([code]) => code);
    };

    it.each<[string, TSchema, string, unknown, unknown[]]>([
      ['another alternative, of a further example', payment, '{{ data.it.last4 }}', byCard, [byBank]],
      [
        'what an alternative of a further example may leave out',
        payment,
        ofPayment.replaceAll('one.', 'data.it.'),
        byCard,
        [byBank],
      ],
      [
        'what a later element of a list may leave out',
        Type.Array(payment, { minItems: 1 }),
        ofEach,
        [byCard, byBank],
        [],
      ],
      ['an empty list', Type.Array(card), '{{ data.it[0].last4 }}', [byCard], []],
      ['a shorter list', Type.Array(card, { minItems: 1 }), '{{ data.it[1].last4 }}', [byCard, byCard], []],
      [
        'a list without its first element',
        Type.Array(payment),
        '{% if data.it.size > 0 %}{{ data.it[0].last4 }}{% endif %}',
        [byCard, byBank],
        [],
      ],
      [
        'false',
        box({ gift: Type.Boolean() }),
        '{% unless data.it.gift %}{{ data.it.note }}{% endunless %}',
        { gift: true },
        [],
      ],
    ])('and fails for %s, is refused', (_what, schema, html, example, examples) => {
      expect(tried(schema, html, example, ...examples)).toEqual(['email.template.variable_missing']);
    });

    it('and for all of that, is taken', () => {
      const guarded = ofPayment.replace('{{ one.iban }}', '{% if one.iban %}{{ one.iban }}{% endif %}');
      const html = `{% for one in data.it %}${guarded}{% endfor %}`;
      expect(tried(Type.Array(payment), html, [byCard, byBank])).toEqual([]);
    });

    it('and shows nothing for null, as Liquid does, is refused', () => {
      const locales = { en: { subject: 'S', html: '<p>{{ data.it.last4 }}</p>' } };
      const data = box({ it: Type.Union([card, Type.Null()]) });
      expect(templates({ locales }, { data, example: { it: byCard } }).map(([code]) => code)).toEqual([
        'catalogue.mail.empty',
      ]);
    });
  });

  it('is not tried with an example that its schema refuses', () => {
    expect(templates({}, { example: { ...VALID.example, left: -3 } }).map(([code]) => code)).toEqual([
      'notification.data.invalid',
    ]);
  });
});
