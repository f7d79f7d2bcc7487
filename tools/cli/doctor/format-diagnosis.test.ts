import type { Diagnosis } from './diagnosis';
import { formatDiagnosis } from './format-diagnosis';
import type { StackPlan } from './read-plan';
import { NOTHING } from './testing/nothing';

const plan: StackPlan = {
  resources: [],
  region: 'eu-central-1',
  accountId: '111122223333',
  tags: {},
  moved: new Map(),
};
const format = (diagnosis: Partial<Diagnosis>) => formatDiagnosis({ ...NOTHING, ...diagnosis }, plan);
const verdictOf = (diagnosis: Partial<Diagnosis>) => format(diagnosis).split('\n')[0]?.split(': ')[1];

const API = 'aws_apigatewayv2_api.one';
const reason = 'several APIs have this name: a1, a2';
const blocked = ['aws_apigatewayv2_route.one', 'aws_apigatewayv2_stage.one'].map((address) => ({
  address,
  by: API,
  reason,
}));
const BLOCKED = ['  aws_apigatewayv2_route.one', '  aws_apigatewayv2_stage.one'];

test('a resource that blocks others is listed once, with its reason, and does not count as a failed lookup', () => {
  expect(
    format({ notImportable: [{ address: API, reason }], blocked })
      .split('\n')
      .slice(1),
  ).toEqual([
    '     1 in AWS, not in the state, and cannot be imported',
    '     2 blocked by another, which is to be settled first',
    '',
    'Cannot be imported:',
    `  ${API}: ${reason}`,
    '',
    `Blocked by ${API}:`,
    ...BLOCKED,
  ]);
});

test('a blocking resource that the state has is named with its reason in the heading of its blocked ones', () => {
  expect(format({ managed: [API], blocked })).toContain(['', `Blocked by ${API} (${reason}):`, ...BLOCKED].join('\n'));
});

test('blocked resources are listed under the one that blocks them', () => {
  const other = { address: 'aws_kms_alias.one', by: 'aws_kms_key.one', reason: 'key k1 is Disabled' };
  expect(format({ blocked: [...blocked, other] })).toMatch(
    /stage\.one\n\nBlocked by aws_kms_key.*\n {2}aws_kms_alias\.one$/,
  );
});

test('remarks come last, and change nothing else', () => {
  const before = format({ managed: [API] });
  expect(format({ managed: [API], remarks: ['key k9 was not compared'] })).toBe(
    `${before}\n\nRemarks:\n  key k9 was not compared`,
  );
});

test.each<[string, Partial<Diagnosis>]>([
  ['nothing is in AWS', { absent: [API] }],
  ['all are in AWS and in the state', { managed: [API] }],
  ['nothing is in AWS that is not in the state', { managed: [API], absent: ['a.b'] }],
])('that %s is not said while others are blocked', (verdict, diagnosis) => {
  expect(verdictOf(diagnosis)).toBe(verdict);
  expect(verdictOf({ ...diagnosis, blocked })).toBe('0 are in AWS and not in the state; 2 are blocked');
});

test.each<[string, Partial<Diagnosis>]>([
  ['nothing is in AWS', {}],
  ['all are in AWS and in the state', { managed: [API] }],
  ['nothing is in AWS that is not in the state', { managed: [API], absent: ['a.b'] }],
])('that %s is not said while others are to be destroyed or replaced', (_, diagnosis) => {
  const replaced = [{ address: 'a.c', reason: 'the next apply replaces it' }];
  const text = format({ ...diagnosis, replaced });
  expect(text.split('\n')[0]).toMatch(/: 0 are in AWS and not in the state; 1 are to be destroyed or replaced$/);
  expect(text).toContain('     1 in the state, and the next apply destroys or replaces them');
  expect(text).toMatch(/\nTo be destroyed or replaced:\n {2}a\.c: the next apply replaces it$/);
});

test('without a state, the report says nothing about the state', () => {
  const imports = [{ address: API, id: 'a1' }];
  expect(format({ isStateGiven: false, imports, absent: ['a.b'], notImportable: [{ address: 'c.d', reason }] })).toBe(
    [
      '0 resources of the plan, looked for in account 111122223333, eu-central-1: 2 are in AWS; without --state it is not known which of them the state has',
      '     1 in AWS: to be imported, if the state is lost',
      '     1 not in AWS: the next apply creates them',
      '     1 in AWS, and cannot be imported',
      '',
      'Cannot be imported:',
      `  c.d: ${reason}`,
    ].join('\n'),
  );
});
