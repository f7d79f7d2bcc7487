import fc from 'fast-check';
import { REQUEST_VALIDATORS } from '../../../../shared/api/request-validators.generated';
import { readQuery } from './read-query';

const validator = REQUEST_VALIDATORS.get('getNotificationQuery');
const read = (raw: string) => readQuery(raw, { validator, hasTenant: true });
const without = (raw: string) => readQuery(raw, { hasTenant: true });
const fault = (path: string, message: string) => ({ code: 'api.parameter_invalid', path, message, in: 'query' });

test('values have the types of the schema, and the tenant stands apart', () => {
  expect(read('body=true&tenant=acme')).toEqual({ query: { body: true }, tenant: 'acme', faults: [] });
  expect(read('body=false')).toEqual({ query: { body: false }, faults: [] });
  expect(read('')).toEqual({ query: {}, faults: [] });
});

test.each([['yes'], ['TRUE'], ['1'], [''], ['true ']])('a boolean is no %j', (value) => {
  expect(read(`body=${value}`).faults).toEqual([
    fault('/body', expect.stringMatching(/^body is ".*", expected a boolean/)),
  ]);
});

test('all faults are found at once', () => {
  expect(read('body=maybe&page=2&tenant=A&tenant=b').faults).toEqual([
    fault('/tenant', 'tenant is given twice, expected once'),
    fault('/tenant', "tenant is 'A', expected 1 to 64 of a-z 0-9 _ -"),
    fault('/page', expect.stringContaining('is not known')),
    fault('/body', expect.any(String)),
  ]);
});

test.each([[''], ['*'], ['Acme'], ['a b'], ['a#b'], ['é'], ['a'.repeat(65)]])('no tenant is called %j', (tenant) => {
  expect(without(String(new URLSearchParams({ tenant }))).faults).toEqual([
    fault('/tenant', expect.stringContaining('expected 1 to 64 of a-z 0-9 _ -')),
  ]);
});

test('a route without a tenant does not know the parameter', () => {
  expect(readQuery('tenant=acme', { hasTenant: false })).toMatchObject({
    faults: [fault('/tenant', 'tenant is not known')],
  });
});

test.each([
  ['a/b~c', '/a~1b~0c'],
  ['__proto__', '/__proto__'],
  ['constructor', '/constructor'],
  ['', '/'],
])('the unknown parameter %j is named by a JSON Pointer', (name, pointer) => {
  for (const { faults } of [without(`${encodeURIComponent(name)}=1`), read(`${encodeURIComponent(name)}=1`)])
    expect(faults).toEqual([fault(pointer, expect.stringContaining('is not known'))]);
});

test('at most 20 faults are named, of a query of thousands', () => {
  const raw = Array.from({ length: 3_000 }, (_, n) => `p${n}=`).join('&');
  expect([without(raw).faults, read(raw).faults].map(({ length }) => length)).toEqual([20, 20]);
});

test('any text is read, and only a query of known parameters has no fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (raw) => {
      const { query, faults } = read(raw);
      if (faults.length === 0) expect(Object.keys(query).filter((name) => name !== 'body')).toEqual([]);
    }),
  );
});
