import { anEnvironment, withEveryOption } from '../../../stacks/verification/testing/environments';
import { synthesize } from '../../../stacks/verification/testing/synthesize';
import { asHeld, compareState } from './compare-state';
import { LOOKUPS } from './lookups';
import { parsePlan, type StackPlan } from './read-plan';
import type { Attributes, Held } from './read-state';
import { testAws } from './testing/test-aws';

const planOf = (environment: Parameters<typeof synthesize>[0]) =>
  parsePlan(synthesize(environment).bytes.toString(), environment.name);
const [DEV, PROD] = [planOf(anEnvironment('dev')), planOf(withEveryOption('prod'))];

/** What an apply of a plan writes of all that is written there without a reference, and the ARN of its queues. */
const stateOf = ({ resources }: StackPlan, place = 'eu-central-1:111122223333'): Held =>
  new Map(
    resources.map(({ address, type, body }) => {
      const written = Object.entries(body).filter(([, value]) => !String(value).includes('${'));
      const arn = type === 'aws_sqs_queue' ? { arn: `arn:aws:sqs:${place}:${body.name}` } : {};
      return [address, { ...Object.fromEntries(written), ...arn }];
    }),
  );
const withAttributes = (state: Held, address: string, attributes: Attributes): Held =>
  new Map(state).set(address, { ...state.get(address), ...attributes });

/** Ids that AWS gives, and what the plan leaves out. */
const NOT_WRITTEN = [
  ...['authorizer', 'integration', 'route', 'stage'].map((type) => `aws_apigatewayv2_${type} api_id`),
  ...['rule', 'target'].map((type) => `aws_cloudwatch_event_${type} event_bus_name`),
  'aws_kms_key customer_master_key_spec',
  'aws_kms_key key_usage',
  'aws_lambda_function_event_invoke_config qualifier',
  'aws_lambda_permission qualifier',
  // Of the HTTP API, which is the first; that of a rule is written.
  'aws_lambda_permission source_arn',
  'aws_lambda_permission statement_id',
];

/** Asks AWS for nothing: it has no answer to any call. */
const compare = (state: Held, plan = PROD) => compareState(state, plan, testAws({}));
const QUEUE = 'aws_sqs_queue.email_queue';

describe('compareState', () => {
  test("holds every resource that has the plan's name in the state", async () => {
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

  test('treats one differing name among many equal ones as a rename', async () => {
    const { held, renamed } = await compare(withAttributes(stateOf(PROD), QUEUE, { name: 'carillon-prod-mail' }));
    expect([...renamed]).toEqual([
      [QUEUE, { attribute: 'name', held: 'carillon-prod-mail', planned: 'carillon-prod-email' }],
    ]);
    expect(held.size).toBe(PROD.resources.length - 1);
    expect(held).not.toContain(QUEUE);
  });

  test('compares attributes that are references in the plan', async () => {
    const state = new Map([
      ['aws_s3_bucket_policy.vault_policy', { bucket: 'carillon-dev-audit-111122223333-eu-central-1' }],
    ]);
    await expect(compare(state)).rejects.toMatchObject({
      message: expect.stringContaining("and the plan's 'carillon-prod-audit-111122223333-eu-central-1'"),
    });
  });

  test('treats the ARN of a function as its name', async () => {
    const function_name = 'arn:aws:lambda:eu-central-1:111122223333:function:carillon-prod-email';
    const { held } = await compare(
      new Map([['aws_lambda_event_source_mapping.email_event_source', { function_name }]]),
    );
    expect(held.size).toBe(1);
  });

  test('compares nothing if the state is only a list of addresses', async () => {
    const { held, renamed } = await compare(new Map([[QUEUE, undefined]]));
    expect({ held: [...held], renamed: [...renamed] }).toEqual({ held: [QUEUE], renamed: [] });
  });

  test('compares every attribute that a lookup needs and that the plan determines without AWS', async () => {
    const asked = Object.entries(LOOKUPS).map(async ([type, { needs }]) => {
      const address = PROD.resources.find((resource) => resource.type === type)?.address ?? '';
      const another = needs.map(async (name) => {
        const isRefused = await compare(new Map([[address, { [name]: 'another' }]])).then(
          () => false,
          () => true,
        );
        return isRefused ? [] : [`${type} ${name}`];
      });
      return (await Promise.all(another)).flat();
    });
    expect((await Promise.all(asked)).flat().sort()).toEqual(NOT_WRITTEN);
  });

  test.each([
    ['aws_apigatewayv2_api', 'name', 'carillon-prod-old'],
    ['aws_lambda_event_source_mapping', 'function_name', 'carillon-prod-old'],
    ['aws_apigatewayv2_integration', 'integration_uri', 'arn:aws:lambda:eu-central-1:111122223333:function:old'],
    ['aws_apigatewayv2_route', 'route_key', 'GET /old'],
    ['aws_cloudwatch_event_target', 'arn', 'arn:aws:lambda:eu-central-1:111122223333:function:old'],
    ['aws_kms_key', 'description', 'Old'],
  ])(
    'holds %s, whose %s Terraform changes in place, and looks for it by what the state has',
    async (type, attribute, old) => {
      const { address = '' } = PROD.resources.find((resource) => resource.type === type) ?? {};
      const { held, renamed, updated } = await compare(withAttributes(stateOf(PROD), address, { [attribute]: old }));
      expect(held).toContain(address);
      expect(renamed.size).toBe(0);
      expect([...updated]).toEqual([[address, { attribute, held: old, planned: expect.any(String) }]]);
      const body = asHeld(PROD, updated).resources.find((resource) => resource.address === address)?.body;
      expect(body?.[attribute]).toBe(old);
    },
  );

  test.each([
    ['aws_lambda_event_source_mapping', 'event_source_arn', 'arn:aws:sqs:eu-central-1:111122223333:old'],
    ['aws_sns_topic_subscription', 'endpoint', 'old@example.com'],
    ['aws_cloudwatch_event_target', 'rule', 'old'],
    ['aws_lambda_permission', 'action', 'lambda:GetFunction'],
  ])('says of %s with another %s that it is replaced', async (type, attribute, old) => {
    const { address = '' } =
      PROD.resources.find((one) => one.type === type && !String(one.body[attribute]).includes('stream_arn')) ?? {};
    const { held, renamed } = await compare(withAttributes(stateOf(PROD), address, { [attribute]: old }));
    expect(held).not.toContain(address);
    expect(renamed.get(address)).toMatchObject({ attribute, held: old });
  });

  test('reports a replacement if one attribute changes in place and another does not', async () => {
    const address = 'aws_lambda_event_source_mapping.email_event_source';
    const old = { function_name: 'old', event_source_arn: 'arn:aws:sqs:eu-central-1:111122223333:old' };
    const { renamed } = await compare(withAttributes(stateOf(PROD), address, old));
    expect(renamed.get(address)).toMatchObject({ attribute: 'event_source_arn' });
  });

  test("ignores a function's role, which no lookup needs", async () => {
    const { updated, renamed } = await compare(
      withAttributes(stateOf(PROD), 'aws_lambda_function.email_function', {
        role: 'arn:aws:iam::111122223333:role/old',
      }),
    );
    expect(updated.size + renamed.size).toBe(0);
  });
});

/**
 * Of `terraform plan -refresh=false` over a written state, one attribute changed at a time: Terraform 1.11.4, AWS provider
 * 5.100.0. It replaced the resource for every other attribute that one is found by.
 */
test('Terraform changes seven of the lookup attributes in place', () => {
  const inPlace = Object.entries(LOOKUPS).flatMap(([type, { changedInPlace = [] }]) =>
    changedInPlace.map((name) => `${type} ${name}`),
  );
  expect(inPlace.sort()).toEqual([
    'aws_apigatewayv2_api name',
    'aws_apigatewayv2_authorizer name',
    'aws_apigatewayv2_integration integration_uri',
    'aws_apigatewayv2_route route_key',
    'aws_cloudwatch_event_target arn',
    'aws_kms_key description',
    'aws_lambda_event_source_mapping function_name',
  ]);
});
