import { columnPath, setAt } from './column-path';
import { readHeader } from './header';
import { NO_MAPPING, readMapping } from './mapping';

describe("a column's name", () => {
  test.each([
    ['type', ['type']],
    ['recipients', ['recipients']],
    ['data.orderNumber', ['data', 'orderNumber']],
    ['data.items[0].name', ['data', 'items', 0, 'name']],
    ['data.Größe', ['data', 'Größe']],
    ['data.constructor', ['data', 'constructor']],
  ])('%s is a path', (name, path) => {
    expect(columnPath(name)).toEqual(path);
  });

  test.each([
    '',
    'E-Mail',
    'data',
    'data.',
    'data[0]',
    'data.a..b',
    'data.items[1000]',
    'data.items[-1]',
    'data.__proto__.x',
    'type.x',
    'recipients[0]',
    'constructor',
  ])('%j is no path', (name) => {
    expect(columnPath(name)).toBeUndefined();
  });

  test('sets members of its own object alone, whatever they are called', () => {
    const entry: Record<string, unknown> = {};
    for (const name of ['data.constructor.name', 'data.toString.x']) setAt(entry, columnPath(name) ?? ['type'], 1);
    expect(JSON.stringify(entry)).toBe('{"data":{"constructor":{"name":1},"toString":{"x":1}}}');
    expect(Object.name).toBe('Object');
  });
});

const mapping = (members: object) => {
  const read = readMapping(JSON.stringify(members));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.mapping;
};

describe('a header', () => {
  test('takes columns by their names, and others by the mapping; defaults fill in what has no column', () => {
    const columns = { 'E-Mail': 'recipients', Notiz: null };
    const defaults = { type: 'order.shipped', recipients: 'nobody@example.com' };
    expect(readHeader([' E-Mail', 'data.a ', 'Notiz'], mapping({ columns, defaults }))).toEqual({
      ok: true,
      header: {
        columns: [['recipients'], ['data', 'a'], undefined],
        defaults: [{ path: ['type'], text: 'order.shipped' }],
      },
    });
  });

  test.each([
    ['a column that is no attribute', ['Order'], {}, /^column "Order" is no attribute/],
    ['another delimiter', ['type;recipients'], {}, /divided by ";", say so as "delimiter"/],
    ['a column twice', ['type', 'type'], {}, /^two columns set type/],
    ['a column that holds another', ['data.a', 'data.a.b'], {}, /^two columns set data\.a, or one sets a part/],
    ['a default that holds a column', ['data.a.b'], { defaults: { 'data.a': 'x' } }, /^two columns set data\.a/],
    ['a mapping of no column', ['type'], { columns: { Order: 'subject' } }, /^the mapping names column "Order"/],
    ['an empty name', ['type', ''], {}, /^column "" is no attribute/],
  ])('with %s is refused', (_what, names, members, message) => {
    expect(readHeader(names, mapping(members))).toMatchObject({
      ok: false,
      faults: [{ code: 'import.columns', message: expect.stringMatching(message) }],
    });
  });

  test('of 10,000 columns is read in no time, and names a few of its faults', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `data.c${n}`);
    const began = process.cpuUsage();
    expect(readHeader(names, NO_MAPPING).ok).toBe(true);
    const wrong = readHeader(
      names.map((name) => `x${name}`),
      NO_MAPPING,
    );
    expect(wrong.ok ? [] : wrong.faults).toHaveLength(20);
    expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
  });
});

test.each([
  ['no JSON', '', 'import.mapping', 'the mapping is no JSON object'],
  ['a list', '[]', 'import.mapping', 'the mapping is no JSON object'],
  ['an unknown member', '{"column":{}}', 'import.mapping', '/column is unknown, allowed columns, defaults, delimiter'],
  [
    'a path that is none',
    '{"columns":{"a":"b"}}',
    'import.mapping',
    expect.stringMatching(/^\/columns\/a is no attribute/),
  ],
  ['a default that is no text', '{"defaults":{"type":1}}', 'import.mapping', '/defaults/type is no text'],
  [
    'a default that is no path',
    '{"defaults":{"x":"1"}}',
    'import.mapping',
    expect.stringMatching(/^\/defaults\/x is no/),
  ],
  [
    'two characters as delimiter',
    '{"delimiter":"||"}',
    'import.mapping',
    expect.stringMatching(/^\/delimiter is none/),
  ],
])('a mapping with %s is refused', (_what, text, code, message) => {
  expect(readMapping(text)).toEqual({ ok: false, faults: [expect.objectContaining({ code, message })] });
});

test('a mapping may have a byte order mark', () => {
  expect(readMapping('\uFEFF{"delimiter":";"}')).toEqual({ ok: true, mapping: { ...NO_MAPPING, delimiter: ';' } });
});
