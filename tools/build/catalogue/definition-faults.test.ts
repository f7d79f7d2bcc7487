import { join } from 'node:path';
import * as Type from '@sinclair/typebox';
import { channels } from '../../../handlers';
import { catalogue } from '../../../shared/catalogue';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import orderShipped from '../../../shared/catalogue/order-shipped';
import { definitionFaults, requireValid } from './definition-faults';
import { data, found, type Loose, loose, templates, VALID } from './definition-faults.test-helper';

const FOLDER = join(__dirname, '..', '..', '..', 'shared', 'catalogue');
const definitions: readonly TypeDefinition[] = catalogue;

it('finds nothing in valid types', () => {
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

describe('a type that makes a check throw', () => {
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

  it('does not stop checks of other types', () => {
    const codes = definitionFaults([loose({ channels: 7 }), loose({ type: 'stock.out', channels: [] })]);
    expect(codes.map(({ code, path }) => [code, path])).toEqual([
      ['catalogue.type.not_judged', '/stock.low'],
      ['catalogue.channel.missing', '/stock.out/channels'],
    ]);
  });
});

describe('a name or text of a type', () => {
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
      `names no channel, expected some of ${channels.map(({ name }) => name).join(', ')}`,
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

  it('whose names collide in the generated code are refused', () => {
    expect(together('a.b-c', 'a.b.c')).toEqual([
      ['catalogue.type.repeated', '/a.b.c', 'is aBC in the generated code, as a.b-c is; rename one of them'],
    ]);
  });
});
