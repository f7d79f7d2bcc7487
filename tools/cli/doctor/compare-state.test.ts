import { anEnvironment, withEveryOption } from '../../../stacks/testing/environments';
import { synthesize } from '../../../stacks/testing/synthesize';
import { compareState, withRenamed } from './compare-state';
import type { Finding } from './find-resources';
import { LOOKUPS } from './lookups';
import { parsePlan, type StackPlan } from './read-plan';
import type { Attributes, State } from './read-state';
import { testAws } from './testing/test-aws';

const planOf = (environment: Parameters<typeof synthesize>[0]) =>
  parsePlan(synthesize(environment).bytes.toString(), environment.name);
const [DEV, PROD] = [planOf(anEnvironment('dev')), planOf(withEveryOption('prod'))];

/** What an apply of a plan writes of all that is written there without a reference, and the ARN of its queues. */
const stateOf = ({ resources }: StackPlan, place = 'eu-central-1:111122223333'): State =>
  new Map(
    resources.map(({ address, type, body }) => {
      const written = Object.entries(body).filter(([, value]) => !String(value).includes('${'));
      const arn = type === 'aws_sqs_queue' ? { arn: `arn:aws:sqs:${place}:${body.name}` } : {};
      return [address, { ...Object.fromEntries(written), ...arn }];
    }),
  );
const withAttributes = (state: State, address: string, attributes: Attributes): State =>
  new Map(state).set(address, { ...state.get(address), ...attributes });

/** Asks AWS for nothing: it has no answer to any call. */
const compare = (state: State, plan = PROD) => compareState(state, plan, testAws({}));
const QUEUE = 'aws_sqs_queue.email_queue';

describe('compareState', () => {
  test('holds all that the state has under the names of the plan', async () => {
    const { held, renamed } = await compare(stateOf(PROD));
    expect([...held].sort()).toEqual(PROD.resources.map(({ address }) => address).sort());
    expect([...renamed]).toEqual([]);
  });

  test('refuses the state of another environment, and names a resource with both names', async () => {
    await expect(compare(stateOf(DEV))).rejects.toMatchObject({
      code: 'cli.other_state',
      message: expect.stringMatching(/: its aws_\w+\.\w+ is '.*carillon-dev-.*', and the plan's '.*carillon-prod-.*'$/),
    });
  });

  test.each([
    ['region', 'us-east-1:111122223333'],
    ['account', 'eu-central-1:999988887777'],
  ])('refuses the state of another %s, where all names are the same', async (_, place) => {
    await expect(compare(stateOf(PROD, place))).rejects.toMatchObject({
      code: 'cli.other_state',
      message: expect.stringContaining(`${place}:carillon-prod-`),
    });
  });

  test('refuses a single resource of another region', async () => {
    const arn = 'arn:aws:sqs:us-east-1:111122223333:carillon-prod-email';
    await expect(compare(withAttributes(stateOf(PROD), QUEUE, { arn }))).rejects.toMatchObject({
      message: `the state is of another environment: its ${QUEUE} is '${arn}', and the plan's 'eu-central-1, account 111122223333'`,
    });
  });

  test('takes a name among many that agree for one that a version has changed', async () => {
    const { held, renamed } = await compare(withAttributes(stateOf(PROD), QUEUE, { name: 'carillon-prod-mail' }));
    expect([...renamed]).toEqual([[QUEUE, { held: 'carillon-prod-mail', planned: 'carillon-prod-email' }]]);
    expect(held.size).toBe(PROD.resources.length - 1);
    expect(held).not.toContain(QUEUE);
  });

  test('compares what the plan says by a reference', async () => {
    const state = new Map([
      ['aws_s3_bucket_policy.vault_policy', { bucket: 'carillon-dev-audit-111122223333-eu-central-1' }],
    ]);
    await expect(compare(state)).rejects.toMatchObject({
      message: expect.stringContaining("and the plan's 'carillon-prod-audit-111122223333-eu-central-1'"),
    });
  });

  test('takes the ARN of a function for its name', async () => {
    const function_name = 'arn:aws:lambda:eu-central-1:111122223333:function:carillon-prod-email';
    const { held } = await compare(
      new Map([['aws_lambda_event_source_mapping.email_event_source', { function_name }]]),
    );
    expect(held.size).toBe(1);
  });

  test('keeps silent where the state has addresses alone', async () => {
    const { held, renamed } = await compare(new Map([[QUEUE, undefined]]));
    expect({ held: [...held], renamed: [...renamed] }).toEqual({ held: [QUEUE], renamed: [] });
  });

  test('compares a name of every type but those that have none', async () => {
    const names = [
      'name',
      'bucket',
      'function_name',
      'alarm_name',
      'rule',
      'configuration_set_name',
      'email_identity',
      'topic_arn',
    ];
    const another = Object.fromEntries(names.map((name) => [name, 'another']));
    const silent = await Promise.all(
      Object.keys(LOOKUPS).map(async (type) => {
        const address = PROD.resources.find((resource) => resource.type === type)?.address ?? '';
        const isRefused = await compare(new Map([[address, another]])).then(
          () => false,
          () => true,
        );
        return isRefused ? [] : [type];
      }),
    );
    expect(silent.flat()).toEqual([...['aws_apigatewayv2_integration', 'aws_apigatewayv2_route', 'aws_kms_key']]);
  });
});

describe('withRenamed', () => {
  const difference = { held: 'old', planned: 'new' };
  const [QUEUE_OF, MAPPING] = ['aws_sqs_queue.one', 'aws_lambda_event_source_mapping.one'];
  const plan = {
    resources: [
      { address: QUEUE_OF, type: 'aws_sqs_queue', body: { name: 'new' } },
      { address: MAPPING, type: 'aws_lambda_event_source_mapping', body: { event_source_arn: `\${${QUEUE_OF}.arn}` } },
    ],
  };
  const reasonOf = (finding: Finding) => {
    const renamed = new Map([[QUEUE_OF, difference]]);
    return withRenamed(new Map([[QUEUE_OF, finding]]), { held: new Set(), renamed }, plan).get(QUEUE_OF);
  };
  const names = "in the state as 'old', planned as 'new'";

  test('says of what the state has under another name that the next apply replaces it, and not that it creates it', () => {
    expect(reasonOf({ kind: 'absent' })).toEqual({ kind: 'renamed', reason: `${names}: the next apply replaces it` });
  });

  test('advises to delete nothing where the new one is there too, for either may hold the data', () => {
    expect(reasonOf({ kind: 'there', id: 'new' })).toEqual({
      kind: 'renamed',
      reason: expect.stringMatching(/^in the state .*'new' is there already: delete neither and do not apply before/),
    });
  });

  test.each<Finding>([
    { kind: 'unknown', reason: 'denied' },
    { kind: 'not_importable', reason: 'denied' },
    { kind: 'blocked', by: 'a.b', reason: 'denied', isThere: false },
  ])('says so, too, with what AWS says of the new one: $kind', (finding) => {
    const reason = `${names}: the next apply replaces it; and of 'new': denied`;
    expect(reasonOf(finding)).toEqual({ kind: 'renamed', reason });
  });

  test.each([
    ['is replaced with it, where the state has it', [MAPPING], 'renamed'],
    ['is absent, where the state does not have it', [], 'absent'],
  ])('what is found by one with another name %s', (_, held, kind) => {
    const findings = new Map<string, Finding>([
      [QUEUE_OF, { kind: 'absent' }],
      [MAPPING, { kind: 'absent' }],
    ]);
    const comparison = { held: new Set(held), renamed: new Map([[QUEUE_OF, difference]]) };
    expect(withRenamed(findings, comparison, plan).get(MAPPING)?.kind).toBe(kind);
  });

  test('leaves a finding as it is where the names agree', () => {
    const findings = new Map<string, Finding>([[MAPPING, { kind: 'absent' }]]);
    expect(withRenamed(findings, { held: new Set([MAPPING]), renamed: new Map() }, plan)).toEqual(findings);
  });
});
