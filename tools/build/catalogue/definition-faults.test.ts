import { join } from 'node:path';
import type { TProperties, TSchema } from '@sinclair/typebox';
import * as Type from '@sinclair/typebox';
import { catalogue } from '../../../shared/catalogue';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import { attachments, line } from '../../../shared/catalogue/fields';
import orderShipped from '../../../shared/catalogue/order-shipped';
import type { GenericMail, MailContent, MailTemplate } from '../../../shared/domain/mail/mail-template';
import { definitionFaults, requireValid } from './definition-faults';

const closed = { additionalProperties: false } as const;

const data = Type.Object(
  {
    sku: line('the article'),
    left: Type.Integer({ minimum: 0 }),
    shelf: Type.Optional(Type.Object({ row: Type.String() }, closed)),
  },
  closed,
);

const VALID: TypeDefinition = {
  type: 'stock.low',
  description: 'An article is nearly sold out.',
  data,
  channels: ['email', 'webhook'],
  severity: 'info',
  mail: { title: 'Nearly sold out', forPeople: ['sku', 'left'] },
  example: { sku: 'A-1', left: 3, shelf: { row: '7' } },
};

const FOLDER = join(__dirname, '..', '..', '..', 'shared', 'catalogue');
const definitions: readonly TypeDefinition[] = catalogue;

/** Types know most of this; `npm run generate` runs without the compiler. */
type Loose = { readonly [Key in keyof TypeDefinition]?: unknown };
const loose = (change: Loose): TypeDefinition => ({ ...VALID, ...change }) as TypeDefinition;
const found = (change: Loose) =>
  definitionFaults([loose(change)]).map(({ code, path, message }) => [code, path, message]);
const generic = (mail: Partial<GenericMail>) => found({ mail: { forPeople: [], ...mail } });
const CONTENT: MailContent = { subject: '{{ data.sku }}', html: '<p>{{ data.left }}</p>' };
const templates = (mail: Partial<MailTemplate>, more: Loose = {}) =>
  found({ mail: { defaultLocale: 'en', locales: { en: CONTENT }, ...mail }, ...more });
const withData = (schema: object, example: unknown = {}) => found({ data: schema, example, mail: { forPeople: [] } });

const box = (properties: TProperties) => Type.Object(properties, closed);

it('finds nothing in types that are as they should be', () => {
  expect(definitionFaults([VALID, orderShipped as unknown as TypeDefinition])).toEqual([]);
  expect(templates({ layout: 'letter', replyTo: 'help@example.com' })).toEqual([]);
});

it('finds all faults of all types at once', () => {
  const types = [
    loose({ channels: ['mail'], mail: { forPeople: ['lef'] } }),
    loose({ type: 'stock.out', example: {} }),
  ];
  expect(() => requireValid([...types, ...definitions], FOLDER)).toThrow(
    expect.objectContaining({
      code: 'catalogue.type.invalid',
      message: 'the types of shared/catalogue have 4 faults',
      faults: [
        expect.objectContaining({ path: '/stock.low/channels/0' }),
        expect.objectContaining({ path: '/stock.low/mail/forPeople/0' }),
        expect.objectContaining({ path: '/stock.out/example/sku' }),
        expect.objectContaining({ path: '/stock.out/example/left' }),
      ],
    }),
  );
});

describe('a type', () => {
  it.each(['type', 'description', 'data', 'channels', 'severity', 'mail', 'example'])(
    'without %s is refused',
    (name) => {
      const path = name === 'type' ? '/undefined' : '/stock.low';
      expect(found({ [name]: undefined })).toEqual([
        ['catalogue.type.property_missing', path, `has no ${name}; add it`],
      ]);
    },
  );

  it('with a property that is misspelt is refused', () => {
    expect(found({ catgory: 'digest' } as Loose)).toEqual([
      ['catalogue.type.property_unknown', '/stock.low/catgory', '"catgory" is not known; did you mean category?'],
    ]);
  });
});

describe('a type that a check cannot even read', () => {
  it.each<[string, Loose]>([
    ['a number for its channels', { channels: 7 }],
    ['data that is a union', { data: Type.Union([data, Type.Null()]) }],
    ['a number for its people', { mail: { forPeople: 7 } }],
  ])('is refused by its name, with %s', (_what, change) => {
    expect(found(change)).toEqual([
      [
        'catalogue.type.not_judged',
        '/stock.low',
        expect.stringMatching(/^cannot be judged \(TypeError: .+\); compare/),
      ],
    ]);
  });

  it('keeps no other type from being judged', () => {
    const codes = definitionFaults([loose({ channels: 7 }), loose({ type: 'stock.out', channels: [] })]);
    expect(codes.map(({ code, path }) => [code, path])).toEqual([
      ['catalogue.type.not_judged', '/stock.low'],
      ['catalogue.channel.missing', '/stock.out/channels'],
    ]);
  });
});

describe('forPeople', () => {
  const unknown = (message: string) => [['catalogue.mail.property_unknown', '/stock.low/mail/forPeople/0', message]];

  it.each<readonly [string, string]>([
    ['lef', 'the data has no property "lef"; did you mean left?'],
    ['constructor', 'the data has no property "constructor"; expected one of sku, left, shelf'],
    ['', 'the data has no property ""; expected one of sku, left, shelf'],
    ['Sku', 'the data has no property "Sku"; did you mean sku?'],
    ...[
      'shelf.row',
      '/shelf/row',
      'shelf/row',
      'shelf[0].row',
      "shelf['row']",
      'data.shelf',
      '$.shelf.row',
      'shelf.rwo',
    ].map((path) => [path, `${JSON.stringify(path)} is a path, and properties are shown whole; write shelf`] as const),
  ])('that names %j is refused, since no mail would show it', (name, message) => {
    expect(generic({ forPeople: [name] })).toEqual(unknown(message));
  });

  it('that names a property twice is refused', () => {
    expect(generic({ forPeople: ['sku', 'left', 'sku'] })).toEqual([
      ['catalogue.mail.property_repeated', '/stock.low/mail/forPeople/2', '"sku" is there twice'],
    ]);
  });

  it('may name a property that holds others, and nothing at all', () => {
    expect([generic({ forPeople: ['shelf'] }), generic({ forPeople: [] })]).toEqual([[], []]);
  });
});

describe('an example', () => {
  const ofExample = (example: unknown) => found({ example });
  const whole = { sku: 'A-1', left: 3, shelf: { row: '7' } };

  it.each<[string, unknown, string, string, string]>([
    ['a limit', { ...whole, left: -3 }, 'notification.data.invalid', '/left', 'left is -3, expected at least 0'],
    [
      'a type within an object',
      { ...whole, shelf: { row: 7 } },
      'notification.data.invalid',
      '/shelf/row',
      'shelf/row is 7, expected a string',
    ],
    [
      'what is required',
      { left: 3, shelf: { row: '7' } },
      'notification.data.invalid',
      '/sku',
      'sku is missing, expected the article, one line of text',
    ],
    ['being an object', null, 'notification.data.invalid', '', 'data is null, expected an object'],
    [
      'being complete',
      { sku: 'A-1', left: 3 },
      'catalogue.example.incomplete',
      '/shelf',
      'the example leaves out shelf; give it a value, so that documents show it and the mail is tried with it and without',
    ],
  ])('that breaks %s is refused', (_what, example, code, path, message) => {
    expect(ofExample(example)).toEqual([[code, `/stock.low/example${path}`, message]]);
  });

  it('that leaves out what the items of a list may have is refused', () => {
    const item = Type.Object({ id: Type.String(), note: Type.Optional(Type.String()) }, closed);
    const schema = Type.Object({ items: Type.Array(item) }, closed);
    expect(withData(schema, { items: [{ id: '1' }] }).map(([, path]) => path)).toEqual([
      '/stock.low/example/items/0/note',
    ]);
  });

  it('that leaves out what its alternative of a union may have is refused', () => {
    const schema = Type.Object(
      { shelf: Type.Union([Type.Null(), box({ row: Type.Optional(Type.String()) })]) },
      closed,
    );
    expect(withData(schema, { shelf: {} }).map(([code, path]) => [code, path])).toEqual([
      ['catalogue.example.incomplete', '/stock.low/example/shelf/row'],
    ]);
  });

  describe('that lacks an alternative of a union', () => {
    const row = box({ row: Type.String() });
    const bin = box({ bin: Type.String(), note: Type.Optional(Type.String()) });
    const shelf = Type.Union([row, bin, Type.Null(), Type.Literal('none'), Type.Boolean()]);
    const ofShelf = (example: unknown, ...examples: unknown[]) =>
      found({
        data: box({ shelf }),
        example: { shelf: example },
        mail: { forPeople: [] },
        examples: examples.map((other) => ({ shelf: other })),
      });

    it('is refused, with what to add', () => {
      const message =
        'no example has the alternative { readonly bin: string; readonly note?: string; }; add to examples one with it, or to the list an element, so that the mail is tried with it';
      expect(ofShelf({ row: '7' })).toEqual([['catalogue.example.incomplete', '/stock.low/example/shelf', message]]);
      expect(ofShelf(null)).toHaveLength(2);
    });

    it('is taken with further examples that have it, complete in all of them together', () => {
      expect(ofShelf({ row: '7' }, { bin: '1', note: 'left' }, { bin: '2' })).toEqual([]);
      expect(ofShelf({ row: '7' }, { bin: '1' }).map(([, path]) => path)).toEqual(['/stock.low/examples/0/shelf/note']);
    });

    it('is taken where another element of its list has it', () => {
      const ofList = (...shelves: unknown[]) =>
        withData(box({ all: Type.Array(shelf) }), { all: shelves }).map(([, path]) => path);
      expect(ofList({ row: '7' }, { bin: '1', note: 'left' })).toEqual([]);
      expect(ofList({ row: '7' }, { bin: '1' })).toEqual(['/stock.low/example/all/1/note']);
      expect(ofList({ row: '7' })).toEqual(['/stock.low/example/all/0']);
    });

    it('needs no example of an alternative whose values another one has, too', () => {
      const data = box({ name: Type.Union([Type.Literal('a'), Type.String({ maxLength: 3 }), Type.String()]) });
      expect(withData(data, { name: 'a' })).toEqual([]);
    });
  });

  it('with an empty list is refused, since no element is tried', () => {
    expect(withData(box({ items: Type.Array(Type.String()) }), { items: [] })).toEqual([
      [
        'catalogue.example.incomplete',
        '/stock.low/example/items',
        'the list of the example is empty; give it an element, so that the mail is tried with it and without',
      ],
    ]);
  });

  it('beside the first that its schema refuses is refused by its number', () => {
    expect(found({ examples: [whole, { ...whole, left: -3 }] }).map(([code, path]) => [code, path])).toEqual([
      ['notification.data.invalid', '/stock.low/examples/1/left'],
    ]);
  });

  it('whose file could not be attached is refused', () => {
    const schema = Type.Object({ attachments: attachments() }, closed);
    const example = { attachments: [{ key: 'demo/tool.exe', name: 'tool.exe', contentType: 'text/plain' }] };
    expect(
      templates({ attachments: true, locales: { en: { subject: 'S', html: 'H' } } }, { data: schema, example }),
    ).toEqual([
      [
        'catalogue.example.attachment',
        '/stock.low/example/attachments',
        expect.stringMatching(/^attachment 1 is none of the files allowed: pdf, /),
      ],
    ]);
  });
});

describe('a schema', () => {
  const withProperty = (property: object) => Type.Object({ one: Type.Unsafe<unknown>(property) }, closed);

  it.each<[string, object, string, string, RegExp]>([
    ['a tuple', withProperty(Type.Tuple([Type.String()])), 'catalogue.schema.unsupported', '', /^no TypeScript type/],
    ['an unknown format', withProperty({ type: 'string', format: 'emial' }), 'catalogue.schema.invalid', '', /"emial"/],
    [
      'a broken pattern',
      withProperty({ type: 'string', pattern: '(' }),
      'catalogue.schema.invalid',
      '',
      /Invalid regular/,
    ],
    ['an unknown keyword', withProperty({ type: 'string', maxLen: 3 }), 'catalogue.schema.invalid', '', /"maxLen"/],
    ['an open object', Type.Object({}), 'catalogue.schema.open', '', /add additionalProperties: false$/],
    [
      'an open object in a list',
      withProperty(Type.Array(Type.Object({}))),
      'catalogue.schema.open',
      '/properties/one/items',
      /misspelt/,
    ],
    [
      'an open object in a union',
      withProperty(Type.Union([Type.Null(), Type.Object({})])),
      'catalogue.schema.open',
      '/properties/one/anyOf/1',
      /misspelt/,
    ],
    [
      'a description that ends a comment',
      withProperty({ type: 'string', description: 'as in */' }),
      'catalogue.description.malformed',
      '/properties/one/description',
      /write it in another way$/,
    ],
  ])('with %s is refused', (_what, schema, code, path, message) => {
    expect(withData(schema, { one: [] })).toContainEqual([
      code,
      `/stock.low/data${path}`,
      expect.stringMatching(message),
    ]);
  });

  it('that cannot be compiled judges no example', () => {
    const schema = withProperty({ type: 'string', format: 'emial' });
    expect(withData(schema, { one: 1 })).toHaveLength(1);
  });
});

describe('what a type names', () => {
  it.each<[string, Loose, string, string, string]>([
    [
      'a channel that is not deployed',
      { channels: ['emial', 'webhook'] },
      'catalogue.channel.unknown',
      '/channels/0',
      '"emial" is not known; did you mean email?',
    ],
    [
      'no channel',
      { channels: [] },
      'catalogue.channel.missing',
      '/channels',
      'names no channel, expected some of email, webhook, audit',
    ],
    [
      'a channel twice',
      { channels: ['email', 'email'] },
      'catalogue.channel.repeated',
      '/channels/1',
      '"email" is there twice',
    ],
    [
      'another severity',
      { severity: 'critcal' },
      'catalogue.severity.unknown',
      '/severity',
      '"critcal" is not known; did you mean critical?',
    ],
    [
      'another category',
      { category: 'news' },
      'catalogue.category.unknown',
      '/category',
      '"news" is not known; expected one of digest',
    ],
    [
      'a category by a name that every object has',
      { category: 'constructor' },
      'catalogue.category.unknown',
      '/category',
      '"constructor" is not known; expected one of digest',
    ],
    [
      'a type that no notification can have',
      { type: 'Stock.Low' },
      'catalogue.type.malformed',
      '',
      'type is "Stock.Low", expected dot-separated lower-case words of at most 128 characters, such as order.shipped',
    ],
    [
      'no description',
      { description: '' },
      'catalogue.description.malformed',
      '/description',
      'description is "", expected one line that says when it is sent',
    ],
  ])('%s: is refused', (_what, change, code, path, message) => {
    const type = (change.type as string | undefined) ?? 'stock.low';
    expect(found(change)).toEqual([[code, `/${type}${path}`, message]]);
  });

  it.each([
    ['a description of two lines', 'One.\nTwo.'],
    ['a description that ends the comment it becomes', 'As in */.'],
  ])('%s: is refused', (_what, description) => {
    expect(found({ description }).map(([code, path]) => [code, path])).toEqual([
      ['catalogue.description.malformed', '/stock.low/description'],
    ]);
  });
});

describe('two types', () => {
  const together = (...types: string[]) =>
    definitionFaults(types.map((type) => loose({ type }))).map(({ code, path, message }) => [code, path, message]);

  it('of one name are refused', () => {
    expect(together('a.b', 'c.d', 'a.b')).toEqual([['catalogue.type.repeated', '/a.b', 'is there twice']]);
  });

  it('whose names are one in the generated code are refused', () => {
    expect(together('a.b-c', 'a.b.c')).toEqual([
      ['catalogue.type.repeated', '/a.b.c', 'is aBC in the generated code, as a.b-c is; rename one of them'],
    ]);
  });
});

describe('the mail of a type', () => {
  const incomplete = [
    'catalogue.mail.incomplete',
    '/stock.low/mail',
    'has neither forPeople nor templates; add forPeople, or defaultLocale and locales',
  ];
  const unknown = (name: string, message: string) => ['catalogue.mail.unknown', `/stock.low/mail/${name}`, message];

  it.each<[string, object, unknown[][]]>([
    ['nothing in it', {}, [incomplete]],
    [
      'a misspelt forPeople',
      { forpeople: [] },
      [incomplete, unknown('forpeople', '"forpeople" is not known; did you mean forPeople?')],
    ],
    [
      'a misspelt layout',
      { defaultLocale: 'en', locales: { en: CONTENT }, layuot: 'card' },
      [unknown('layuot', '"layuot" is not known; did you mean layout?')],
    ],
    [
      'what only templates have, beside forPeople',
      { forPeople: [], replyTo: 'help@example.com' },
      [unknown('replyTo', '"replyTo" is not known; expected one of forPeople, title')],
    ],
  ])('with %s is refused', (_what, mail, expected) => {
    expect(found({ mail })).toEqual(expected);
  });

  it.each([[''], [' Low'], ['Two\nlines']])('with the title %j is refused', (title) => {
    expect(generic({ title }).map(([code, path]) => [code, path])).toEqual([
      ['catalogue.mail.title_malformed', '/stock.low/mail/title'],
    ]);
  });

  it.each<[string, object, string, string, string]>([
    ['layout', { layout: 'leter' }, 'layout_unknown', '/layout', '"leter" is not known; did you mean letter?'],
    [
      'language by default',
      { defaultLocale: 'de' },
      'locale_unknown',
      '/defaultLocale',
      '"de" is not known; expected one of en',
    ],
    [
      'language tag',
      { locales: { en: CONTENT, de_AT: CONTENT } },
      'locale_malformed',
      '/locales/de_AT',
      'locale is "de_AT", expected a language tag (BCP 47), such as de-AT',
    ],
    [
      'address for answers',
      { replyTo: 'Help <help@example.com>' },
      'reply_to_malformed',
      '/replyTo',
      'replyTo is "Help <help@example.com>", expected one address in ASCII, such as support@example.com',
    ],
    [
      'attachments that the data does not have',
      { attachments: true },
      'attachments',
      '',
      'attaches files, and the data has no property attachments; add attachments() of fields.ts to it',
    ],
  ])('with a wrong %s is refused', (_what, mail, code, path, message) => {
    expect(templates(mail)).toEqual([[`catalogue.mail.${code}`, `/stock.low/mail${path}`, message]]);
  });

  it('that attaches nothing of data with attachments is refused', () => {
    const schema = Type.Object({ attachments: attachments() }, closed);
    expect(withData(schema, { attachments: [{ key: 'demo/a.pdf' }] })).toContainEqual([
      'catalogue.mail.attachments',
      '/stock.low/mail',
      expect.stringMatching(/^attaches nothing/),
    ]);
  });
});

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
