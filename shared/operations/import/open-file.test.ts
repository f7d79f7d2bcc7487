import fc from 'fast-check';
import { type ScalarType, scalarTypesAt } from '../../catalogue/schema-at';
import { endOfRecord } from '../../domain/import/end-of-record';
import { LineScanner } from '../../domain/import/line-scanner';
import { type Mapping, NO_MAPPING } from '../../domain/import/mapping';
import { csvValues } from './csv-values';
import { openFile } from './open-file';
import { typedValue } from './typed-value';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function readRow(header: string, row: string, mapping: Partial<Mapping> = {}) {
  const opened = openFile(bytesOf(`${header}\n`), 'csv', { ...NO_MAPPING, ...mapping });
  if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
  return opened.file.readEntry(row);
}

describe('a row', () => {
  test('has numbers and texts where the schema of its type says so, and leaves out empty values', () => {
    const header = 'type,recipients,data.orderNumber,data.trackingNumber,data.items[0].name,data.items[0].quantity';
    expect(readRow(header, 'order.shipped,"Ann <a@example.com>, b@example.com",4711,,"a ""b""\nc",2')).toEqual({
      value: {
        type: 'order.shipped',
        recipients: 'Ann <a@example.com>, b@example.com',
        data: { orderNumber: '4711', items: [{ name: 'a "b"\nc', quantity: 2 }] },
      },
    });
  });

  test('of a type that the catalogue does not have is of texts', () => {
    expect(readRow('type,data.n', 'x.y,1')).toEqual({ value: { type: 'x.y', data: { n: '1' } } });
  });

  test('has defaults of the mapping, with types of the schema', () => {
    const defaults = new Map([
      ['type', 'order.shipped'],
      ['data.items[0].quantity', '3'],
    ]);
    expect(readRow('data.carrier', 'DHL', { defaults })).toEqual({
      value: { type: 'order.shipped', data: { carrier: 'DHL', items: [{ quantity: 3 }] } },
    });
  });

  test.each([
    ['too few values', 'a', /has 1 values, the header 2/],
    ['too many values', 'a,b,c', /has 3 values, the header 2/],
    ['an open quote', 'a,"b', /a quote is not closed/],
    ['text after a quote', 'a,"b"c', /a closing quote is followed by text/],
    ['a quote inside', 'a,5"', /a quote is inside a value without quotes/],
  ])('with %s is refused, without what it holds', (_what, row, message) => {
    expect(readRow('type,subject', row)).toEqual({
      faults: [{ code: 'import.csv', path: '', message: expect.stringMatching(message) }],
    });
  });

  test('that is blank is none', () => {
    expect(readRow('type,subject', '')).toBeUndefined();
  });

  test('of 10,000 columns is read, each value in its place', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `data.c${n}`);
    const { value } = readRow(names.join(), names.map((_, n) => n).join()) as { value: { data: object } };
    expect(Object.values(value.data)).toEqual(names.map((_, n) => `${n}`));
  });
});

test.each([
  ['UTF-16 with a mark', Buffer.from('\uFEFFtype', 'utf16le'), /UTF-16/],
  ['UTF-16, big-endian', Buffer.from([0xfe, 0xff, 0, 0x74]), /UTF-16/],
  ['UTF-16 without a mark', Buffer.from('{"type"', 'utf16le'), /UTF-16/],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x74, 0, 0, 0]), /UTF-32/],
  ['a workbook', Buffer.from('PK\u0003\u0004rest'), /workbook/],
  ['gzip', Buffer.from([0x1f, 0x8b, 8]), /gzip/],
])('a file of %s is refused as a whole', (_what, head, message) => {
  for (const format of ['csv', 'ndjson'] as const) {
    expect(openFile(head, format, NO_MAPPING)).toMatchObject({
      ok: false,
      faults: [{ code: 'import.not_text', message: expect.stringMatching(message) }],
    });
  }
});

test('a header that is not UTF-8 refuses the file', () => {
  expect(openFile(Buffer.from([0x74, 0xfc, 0x0a]), 'csv', NO_MAPPING)).toMatchObject({
    ok: false,
    faults: [{ code: 'import.columns' }],
  });
});

describe('a cell', () => {
  const number: ReadonlySet<ScalarType> = new Set(['number']);
  const boolean: ReadonlySet<ScalarType> = new Set(['boolean']);
  const text: ReadonlySet<ScalarType> = new Set(['string', 'number']);

  test.each([
    ['1', 1],
    ['-1.50', -1.5],
    ['1e3', 1000],
    ['007', '007'],
    ['1,5', '1,5'],
    [' 1', ' 1'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e999', '1e999'],
    ['two', 'two'],
  ])('%j is the number %j, or stays a text that the validation refuses', (cell, value) => {
    expect(typedValue(cell, number)).toBe(value);
  });

  test('is a boolean in any case, and a text wherever a text is allowed', () => {
    expect(['TRUE', 'false', '1', 'constructor'].map((cell) => typedValue(cell, boolean))).toEqual([
      true,
      false,
      '1',
      'constructor',
    ]);
    expect(typedValue('1', text)).toBe('1');
  });

  test('has the types of its place in the schema, of its own members alone', () => {
    const at = (...path: (string | number)[]) => [...scalarTypesAt('order.shipped', path)];
    expect([
      at('orderNumber'),
      at('items', 0, 'quantity'),
      at('items'),
      at('constructor'),
      at('items', 'name'),
    ]).toEqual([['string'], ['number'], [], [], []]);
  });
});

test('our records and the values of csv-parse agree: what is written as CSV is read again, record by record', () => {
  const cell = fc
    .array(fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'ü', ''), { maxLength: 5 })
    .map((parts) => parts.join(''));
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  const written = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  fc.assert(
    fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
      const scanner = new LineScanner(endOfRecord(','));
      const file = bytesOf(table.map((row) => row.map(written).join() + end).join(''));
      const records = [...scanner.push(file), ...scanner.end()].map(({ bytes }) =>
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
      );
      expect(records.map((record) => csvValues(record, ','))).toEqual(table);
    }),
  );
});
