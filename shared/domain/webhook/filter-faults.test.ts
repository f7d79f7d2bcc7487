import { filterFaults } from './filter-faults';

const codes = (policy: unknown) => filterFaults(policy).map(({ code, path }) => `${code} ${path}`);

it('accepts conditions on what receivers get', () => {
  const allowed = [
    {},
    { data: { amount: [{ numeric: ['>', 100] }] } },
    { 'data.customer.country': ['AT'], severity: ['critical'] },
    { type: [{ prefix: 'order.' }], subject: [{ exists: true }] },
    { partition: ['an extension attribute'] },
    { $or: [{ severity: ['critical'] }, { data: { items: { sku: ['A'] } } }] },
  ];
  expect(allowed.map(codes)).toEqual(allowed.map(() => []));
});

it('reports every fault at its place, those of members beside those of conditions', () => {
  const policy = {
    channels: ['webhook'],
    recipients: [{ exists: true }],
    Amount: [1],
    data: ['x'],
    severity: { level: [{ prefix: 7 }] },
    $or: [{ idempotencykey: ['k'] }, { 'type.x': ['y'] }],
  };
  expect(codes(policy).toSorted()).toEqual([
    'filter_policy.operand.malformed /filter/severity/level/0/prefix',
    'filter_policy.too_many_keys /filter',
    'webhook.filter.member /filter/$or/0/idempotencykey',
    'webhook.filter.member /filter/$or/1/type.x',
    'webhook.filter.member /filter/Amount',
    'webhook.filter.member /filter/channels',
    'webhook.filter.member /filter/data',
    'webhook.filter.member /filter/recipients',
    'webhook.filter.member /filter/severity/level',
  ]);
});

it.each([null, [], 'text', 7])('refuses %j, which is no policy', (policy) => {
  expect(codes(policy)).toEqual(['filter_policy.not_an_object /filter']);
});

it('refuses more than 4,096 bytes, and not 4,096', () => {
  const ofBytes = (bytes: number) => ({ data: { sku: ['x'.repeat(bytes - '{"data":{"sku":[""]}}'.length)] } });
  expect(codes(ofBytes(4_096))).toEqual([]);
  expect(codes(ofBytes(4_097))).toEqual(['webhook.filter.too_large /filter']);
});

it("refuses what AWS's limits do not allow, with value, allowed value and fix", () => {
  const [fault] = filterFaults({ data: { sku: Array.from({ length: 76 }, (_, n) => `A${n}`) } });
  expect(fault).toEqual({
    code: 'filter_policy.too_complex',
    path: '/filter',
    message: 'policy has 152 combinations of values, at most 150 are allowed; list fewer values',
  });
});
