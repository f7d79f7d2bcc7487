import { diagnose } from './diagnosis';
import type { Finding } from './find-resources';
import { NOTHING } from './testing/nothing';

const [KEY, ALIAS, MAPPING] = ['aws_kms_key.data', 'aws_kms_alias.data', 'aws_lambda_event_source_mapping.data'];
const blocked = { kind: 'blocked', by: KEY, reason: 'key k1 is Disabled' } as const;
const findings = new Map<string, Finding>([
  [KEY, { kind: 'not_importable', reason: 'key k1 is Disabled' }],
  [ALIAS, { ...blocked, isThere: true }],
  [MAPPING, { ...blocked, isThere: false }],
]);
const waiting = (address: string) => ({ address, by: KEY, reason: 'key k1 is Disabled' });

test('resources in AWS and in the state need nothing, and those that were not looked up are blocked', () => {
  expect(diagnose({ findings, remarks: [] }, new Set(findings.keys()))).toEqual({
    ...NOTHING,
    managed: [KEY, ALIAS],
    blocked: [waiting(MAPPING)],
    remarks: [],
  });
});

test('a resource that cannot be imported and is not in the state is named with its reason, and blocks its dependents', () => {
  expect(diagnose({ findings, remarks: [] }, new Set())).toEqual({
    ...NOTHING,
    notImportable: [{ address: KEY, reason: 'key k1 is Disabled' }],
    blocked: [waiting(ALIAS), waiting(MAPPING)],
    remarks: [],
  });
});

describe('what the next apply makes again', () => {
  const PENDING = 'aws_sns_topic_subscription.one';
  const pending: Finding = { kind: 'not_importable', reason: 'it waits', isMadeAgain: true };
  const found = { findings: new Map([[PENDING, pending]]), remarks: ['another'] };

  test.each([
    ['is a remark and nothing to settle, where the state does not have it', new Set<string>()],
    ['is a remark and nothing to settle, where no state was given', undefined],
  ])('%s', (_, held) => {
    const { absent, notImportable, remarks } = diagnose(found, held);
    expect({ absent, notImportable, remarks }).toEqual({
      absent: [PENDING],
      notImportable: [],
      remarks: ['another', `${PENDING}: it waits`],
    });
  });

  test('is managed, without a remark, if the state has it', () => {
    const { managed, absent, remarks } = diagnose(found, new Set([PENDING]));
    expect({ managed, absent, remarks }).toEqual({ managed: [PENDING], absent: [], remarks: ['another'] });
  });
});

test('no state differs from an empty state', () => {
  const found = { findings: new Map<string, Finding>(), remarks: ['a remark'] };
  const [none, empty] = [diagnose(found, undefined), diagnose(found, new Set())];
  expect([none.isStateGiven, empty.isStateGiven]).toEqual([false, true]);
  expect(none.remarks).toEqual(['a remark']);
});
