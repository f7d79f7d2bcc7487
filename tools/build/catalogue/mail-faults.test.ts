import * as Type from '@sinclair/typebox';
import { attachments } from '../../../shared/catalogue/fields';
import { CONTENT, closed, found, generic, templates, withData } from './definition-faults.test-helper';

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
