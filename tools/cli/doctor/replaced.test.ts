import type { Comparison } from './compare-state';
import type { Finding } from './find-resources';
import { EMPTY, type State } from './read-state';
import { unplannedRemarks, updatedRemarks, withReplaced } from './replaced';

const NONE: Comparison = { held: new Set(), renamed: new Map(), updated: new Map() };

describe('withReplaced', () => {
  const difference = { attribute: 'name', held: 'old', planned: 'new' };
  const [QUEUE_OF, MAPPING] = ['aws_sqs_queue.one', 'aws_lambda_event_source_mapping.one'];
  const plan = {
    resources: [
      { address: QUEUE_OF, type: 'aws_sqs_queue', body: { name: 'new' } },
      { address: MAPPING, type: 'aws_lambda_event_source_mapping', body: { event_source_arn: `\${${QUEUE_OF}.arn}` } },
    ],
  };
  const reasonOf = (finding: Finding) => {
    const renamed = new Map([[QUEUE_OF, difference]]);
    const comparison = { ...NONE, renamed };
    return withReplaced(new Map([[QUEUE_OF, finding]]), comparison, EMPTY, plan).get(QUEUE_OF);
  };
  const names = "in the state as 'old', planned as 'new'";

  test('says that the next apply replaces a renamed resource, not that it creates one', () => {
    expect(reasonOf({ kind: 'absent' })).toEqual({ kind: 'replaced', reason: `${names}: the next apply replaces it` });
  });

  test('advises to delete neither if the new one exists too, because either may hold the data', () => {
    expect(reasonOf({ kind: 'there', id: 'new' })).toEqual({
      kind: 'replaced',
      reason: expect.stringMatching(/^in the state .*'new' exists already: delete neither and do not apply before/),
    });
  });

  test.each<Finding>([
    { kind: 'unknown', reason: 'denied' },
    { kind: 'not_importable', reason: 'denied' },
    { kind: 'blocked', by: 'a.b', reason: 'denied', isThere: false },
  ])('says so, too, with what AWS says of the new one: $kind', (finding) => {
    const reason = `${names}: the next apply replaces it; and of 'new': denied`;
    expect(reasonOf(finding)).toEqual({ kind: 'replaced', reason });
  });

  test.each([
    ['is replaced with it, where the state has it', [MAPPING], 'replaced'],
    ['is absent, where the state does not have it', [], 'absent'],
  ])('what is found by one with another name %s', (_, held, kind) => {
    const findings = new Map<string, Finding>([
      [QUEUE_OF, { kind: 'absent' }],
      [MAPPING, { kind: 'absent' }],
    ]);
    const comparison = { ...NONE, held: new Set(held), renamed: new Map([[QUEUE_OF, difference]]) };
    expect(withReplaced(findings, comparison, EMPTY, plan).get(MAPPING)?.kind).toBe(kind);
  });

  test('leaves a finding unchanged if the names agree', () => {
    const findings = new Map<string, Finding>([[MAPPING, { kind: 'absent' }]]);
    expect(withReplaced(findings, { ...NONE, held: new Set([MAPPING]) }, EMPTY, plan)).toEqual(findings);
  });

  test('says that a missing resource is created if only its function is renamed', () => {
    const FUNCTION = 'aws_lambda_function.one';
    const resources = [
      { address: FUNCTION, type: 'aws_lambda_function', body: { function_name: 'new' } },
      { address: MAPPING, type: 'aws_lambda_event_source_mapping', body: { function_name: `\${${FUNCTION}.arn}` } },
    ];
    const comparison = { ...NONE, held: new Set([MAPPING]), renamed: new Map([[FUNCTION, difference]]) };
    const findings = new Map<string, Finding>([[MAPPING, { kind: 'absent' }]]);
    expect(withReplaced(findings, comparison, EMPTY, { resources }).get(MAPPING)?.kind).toBe('absent');
  });

  const reasonBeside = (state: State, finding: Finding) =>
    withReplaced(new Map([[QUEUE_OF, finding]]), { ...NONE, held: new Set(state.held.keys()) }, state, plan).get(
      QUEUE_OF,
    );
  const tainted: State = { ...EMPTY, held: new Map([[QUEUE_OF, {}]]), tainted: new Set([QUEUE_OF]) };

  test.each<Finding>([
    { kind: 'there', id: 'new' },
    { kind: 'unknown', reason: 'denied' },
  ])('says of what is tainted that the next apply destroys it, and how to keep it: $kind', (finding) => {
    expect(reasonBeside(tainted, finding)).toEqual({
      kind: 'replaced',
      reason: expect.stringMatching(
        /destroys it with all that it holds, and creates a new one; .*terraform untaint aws_sqs_queue\.one, .*; else move out/,
      ),
    });
  });

  test('reports a tainted resource that is gone as gone: there is nothing to destroy', () => {
    expect(reasonBeside(tainted, { kind: 'absent' })).toEqual({ kind: 'absent' });
  });

  const deposed = [{ address: QUEUE_OF, key: '8d924fe0', id: 'https://sqs/one' }];

  test.each<[string, State, Finding]>([
    ['beside the current one', { ...EMPTY, held: new Map([[QUEUE_OF, {}]]), deposed }, { kind: 'there', id: 'new' }],
    ['in the place of one', { ...EMPTY, deposed }, { kind: 'there', id: 'https://sqs/one' }],
    ['with none there', { ...EMPTY, deposed }, { kind: 'absent' }],
  ])(
    'says of what a replacement has left %s that the next apply destroys it, and never imports it',
    (_, state, finding) => {
      expect(reasonBeside(state, finding)).toEqual({
        kind: 'replaced',
        reason: expect.stringMatching(
          /left 'https:\/\/sqs\/one' \(deposed 8d924fe0\) in the state: the next apply destroys .* terraform state rm aws_sqs_queue\.one, /,
        ),
      });
    },
  );
});

test('a remark names every attribute that the next apply changes in place', () => {
  const updated = new Map([['a.b', { attribute: 'name', held: 'old', planned: 'new' }]]);
  expect(updatedRemarks({ ...NONE, updated })).toEqual([
    "a.b: its name is 'old' in the state and 'new' in the plan; the next apply changes it in place",
  ]);
});

test('a remark names resources in the state that the plan lacks, except modules, data sources and index 0', () => {
  const there = ['a.planned', 'a.planned[0]', 'a.planned[1]', 'a.other', 'module.x.a.b', 'data.a.b'];
  const state: State = {
    ...EMPTY,
    held: new Map(there.map((address) => [address, undefined])),
    deposed: [{ address: 'a.left', key: '8d924fe0', id: '' }],
  };
  const remarks = unplannedRemarks(state, { resources: [{ address: 'a.planned', type: 'a', body: {} }] });
  expect(remarks.map((one) => one.split(': ')[0])).toEqual(['a.planned[1]', 'a.other', 'a.left']);
  expect(remarks[1]).toContain('the next apply destroys it with all that it holds, unless another file');
});
