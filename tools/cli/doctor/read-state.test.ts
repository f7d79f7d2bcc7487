import { parseState } from './read-state';

const managed = (name: string, members: object = {}) => ({
  mode: 'managed',
  type: 'aws_sqs_queue',
  name,
  ...members,
});
const instance = { schema_version: 0, attributes: {} };

const pulled = (...resources: readonly object[]) => JSON.stringify({ version: 4, serial: 3, resources }, null, 2);
const shown = (...resources: readonly object[]) =>
  JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });

describe('parseState', () => {
  test.each([
    [
      'state pull',
      pulled(managed('one', { instances: [instance] }), { ...managed('x'), mode: 'data', instances: [instance] }),
    ],
    ['show -json', shown(managed('one'), { ...managed('x'), mode: 'data' })],
    ['state list', 'aws_sqs_queue.one\n'],
  ])('reads what terraform %s prints', (_, text) => {
    const addresses = [...parseState(text, 'state').held.keys()];
    expect(addresses.filter((address) => !address.startsWith('data.'))).toEqual(['aws_sqs_queue.one']);
  });

  test.each([
    ['state pull', pulled(managed('one', { instances: [{ attributes: { name: 'first' } }] })), { name: 'first' }],
    ['show -json', shown(managed('one', { values: { name: 'first' } })), { name: 'first' }],
    ['state list', 'aws_sqs_queue.one', undefined],
  ])('reads of terraform %s what it says of a resource', (_, text, attributes) => {
    expect([...parseState(text, 'state').held]).toEqual([['aws_sqs_queue.one', attributes]]);
  });

  const inModule = { instances: [instance], module: 'module.other' };
  const shownInModule = JSON.stringify({
    format_version: '1.0',
    values: { root_module: { child_modules: [{ address: 'module.other', resources: [managed('one')] }] } },
  });

  test.each([
    ['in a module', 'state pull', pulled(managed('one', inModule))],
    ['in a module', 'show -json', shownInModule],
    ['in a module', 'state list', 'module.other.aws_sqs_queue.one'],
    ['of several', 'state pull', pulled(managed('one', { instances: [{ ...instance, index_key: 'x' }] }))],
    ['of several', 'show -json', shown(managed('one', { index: 0 }))],
    ['of several', 'state list', 'aws_sqs_queue.one[0]'],
    ['that a replacement left', 'state pull', pulled(managed('one', { instances: [{ ...instance, deposed: '8d' }] }))],
    ['that a replacement left', 'show -json', shown(managed('one', { deposed_key: '8d' }))],
  ])('takes one %s for none of the stack, as terraform %s prints it', (_, __, text) => {
    expect(parseState(text, 'state').held.has('aws_sqs_queue.one')).toBe(false);
  });

  test('reads a list with modules and numbered resources', () => {
    const list = 'module.dns.aws_route53_record.a\naws_sqs_queue.one\naws_sqs_queue.more["x y"]\n';
    expect([...parseState(list, 'state').held.keys()]).toContain('aws_sqs_queue.one');
  });

  test.each([
    ['nothing, as state pull prints where there is no state', ''],
    ['a state without resources', pulled()],
    ['the same as show -json prints it', '{"format_version":"1.0"}'],
  ])('takes %s for an empty state', (_, text) => {
    expect([...parseState(text, 'state').held]).toEqual([]);
  });

  test('omits resources that a killed apply was creating, and deposed ones', () => {
    const killed = managed('killed', { instances: [] });
    const replaced = managed('replaced', { instances: [{ ...instance, deposed: '8d924fe0' }] });
    const both = managed('both', { instances: [instance, { ...instance, deposed: '8d924fe0' }] });
    expect([...parseState(pulled(killed, replaced, both), 'state').held.keys()]).toEqual(['aws_sqs_queue.both']);
  });

  test.each([
    ['state pull', pulled(managed('one', { instances: [{ ...instance, status: 'tainted' }] }), managed('two'))],
    ['show -json', shown(managed('one', { tainted: true }), managed('two'))],
  ])('reads of terraform %s what is tainted, which it holds', (_, text) => {
    const { held, tainted } = parseState(text, 'state');
    expect([...tainted]).toEqual(['aws_sqs_queue.one']);
    expect(held.has('aws_sqs_queue.one')).toBe(true);
  });

  const left = { attributes: { id: 'https://sqs/one' }, deposed: '8d924fe0' };

  test.each([
    ['state pull', pulled(managed('one', { instances: [instance, { ...left, status: 'tainted' }] }))],
    ['show -json', shown(managed('one'), managed('one', { values: left.attributes, deposed_key: left.deposed }))],
  ])('reads of terraform %s what a replacement has left, and takes the current one for no part of that', (_, text) => {
    const { held, tainted, deposed } = parseState(text, 'state');
    expect(deposed).toEqual([{ address: 'aws_sqs_queue.one', key: '8d924fe0', id: 'https://sqs/one' }]);
    expect({ held: [...held.keys()], tainted: [...tainted] }).toEqual({ held: ['aws_sqs_queue.one'], tainted: [] });
  });

  test.each(['{"a":1}', '[]', 'no state', '{"version": 4', '<html></html>'])('refuses %s', (text) => {
    expect(() => parseState(text, "file 'x'")).toThrow("file 'x' is no state of Terraform");
  });
});
