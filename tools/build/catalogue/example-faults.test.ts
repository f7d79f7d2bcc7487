import * as Type from '@sinclair/typebox';
import { attachments } from '../../../shared/catalogue/fields';
import { box, closed, found, templates, withData } from './definition-faults.test-helper';

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
