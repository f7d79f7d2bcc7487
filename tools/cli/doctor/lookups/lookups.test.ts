import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anEnvironment, withEveryOption } from '../../../../stacks/verification/testing/environments';
import { synthesize } from '../../../../stacks/verification/testing/synthesize';
import { ResourceSearch } from '../find-resources';
import { parsePlan, type StackPlan } from '../read-plan';
import { type Answers, awsError, testAws } from '../testing/test-aws';
import { LOOKUPS } from './';

const ENVIRONMENTS = [anEnvironment('local'), anEnvironment('dev'), withEveryOption('dev'), withEveryOption('prod')];
const PLANS = ENVIRONMENTS.map((environment) => {
  const { bytes } = synthesize(environment);
  return [environment.name, parsePlan(bytes.toString(), environment.name)] as const;
});
const PROD = PLANS.at(-1)?.[1] as StackPlan;
const bodyOf = (address: string) => PROD.resources.find((one) => one.address === address)?.body ?? {};

test('every type of resource that a stack has is looked up, and no other', () => {
  const types = new Set(PLANS.flatMap(([, plan]) => plan.resources.map(({ type }) => type)));
  expect(Object.keys(LOOKUPS).sort()).toEqual([...types].sort());
});

const REGIONAL = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const API = {
  GetApisCommand: {
    Items: [
      {
        ApiId: 'a1',
        Name: 'carillon-prod-unsubscribe',
        ProtocolType: 'HTTP',
        Tags: { service: 'carillon', environment: 'prod' },
      },
    ],
  },
};
const ALIASES = { ListAliasesCommand: { Aliases: [{ AliasName: 'alias/carillon-prod-data', TargetKeyId: 'k1' }] } };
/** As everything of `prod` is tagged. */
const TAGS = { service: 'carillon', environment: 'prod' };
const TAG_LIST = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));
/** `aws_kms_key.keys_data`. */
const METADATA = {
  KeyId: 'k1',
  Arn: REGIONAL('kms', 'key/k1'),
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT',
  Description: bodyOf('aws_kms_key.keys_data').description,
};
const KEY = { KeyMetadata: METADATA };
const INVOKED = REGIONAL('lambda', 'function:carillon-prod-unsubscribe');
const INVOKE = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${INVOKED}/invocations`;
const ATTACHMENTS = 'carillon-prod-attachments-111122223333-eu-central-1';
const VAULT = 'carillon-prod-audit-111122223333-eu-central-1';
const ROLE = 'carillon-prod-email-eu-central-1';
const GONE = awsError('ResourceNotFoundException');

const statement = (Sid: string, Service: string, source: string) => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service },
  Action: 'lambda:InvokeFunction',
  Resource: '*',
  Condition: { ArnLike: { 'AWS:SourceArn': source } },
});
const policyOf = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** Everything is there that others belong to. */
const OWNERS: Answers = {
  HeadBucketCommand: {},
  GetRoleCommand: { Role: { Tags: TAG_LIST } },
  GetFunctionConfigurationCommand: {},
  DescribeRuleCommand: {},
  GetConfigurationSetCommand: { Tags: TAG_LIST },
  GetTopicAttributesCommand: {},
  DescribeKeyCommand: KEY,
  ListKeysCommand: {},
  DescribeLogGroupsCommand: ({ logGroupNamePrefix: logGroupName }: { logGroupNamePrefix: string }) => ({
    logGroups: [{ logGroupName }],
  }),
};

interface Case {
  /** Of the plan of `prod` with every option. */
  readonly address: string;
  /** Where it is there, among others of its kind. */
  readonly there: Answers;
  /** What it is imported by. */
  readonly id: string;
  /** Where it is not. */
  readonly absent: Answers;
}

/** One row of each type. */
const CASES: readonly Case[] = [
  {
    address: 'aws_apigatewayv2_api.unsubscribe_api',
    there: API,
    id: 'a1',
    absent: { GetApisCommand: { Items: [{ ApiId: 'a2', Name: 'carillon-dev-unsubscribe', ProtocolType: 'HTTP' }] } },
  },
  {
    address: 'aws_apigatewayv2_integration.unsubscribe_integration',
    there: { ...API, GetIntegrationsCommand: { Items: [{ IntegrationId: 'i1', IntegrationUri: INVOKE }] } },
    id: 'a1/i1',
    absent: { ...API, GetIntegrationsCommand: { Items: [{ IntegrationId: 'i2', IntegrationUri: 'arn:other' }] } },
  },
  {
    address: 'aws_apigatewayv2_route.unsubscribe_route_get_unsubscribe_token',
    there: { ...API, GetRoutesCommand: { Items: [{ RouteId: 'r1', RouteKey: 'GET /unsubscribe/{token}' }] } },
    id: 'a1/r1',
    absent: { ...API, GetRoutesCommand: { Items: [{ RouteId: 'r2', RouteKey: 'POST /unsubscribe/{token}' }] } },
  },
  {
    address: 'aws_apigatewayv2_stage.unsubscribe_stage',
    there: { ...API, GetStageCommand: { StageName: '$default' } },
    id: 'a1/$default',
    absent: { ...API, GetStageCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_cloudwatch_event_rule.sweeper_rule',
    there: { DescribeRuleCommand: {} },
    id: 'carillon-prod-sweeper',
    absent: { DescribeRuleCommand: GONE },
  },
  {
    address: 'aws_cloudwatch_event_target.sweeper_target',
    there: {
      ListTargetsByRuleCommand: { Targets: [{ Id: 't1', Arn: REGIONAL('lambda', 'function:carillon-prod-sweeper') }] },
    },
    id: 'carillon-prod-sweeper/t1',
    absent: { ListTargetsByRuleCommand: { Targets: [{ Id: 't2', Arn: 'arn:other' }] } },
  },
  {
    address: 'aws_cloudwatch_log_group.audit_log_group',
    there: { DescribeLogGroupsCommand: { logGroups: [{ logGroupName: '/aws/lambda/carillon-prod-audit' }] } },
    id: '/aws/lambda/carillon-prod-audit',
    absent: { DescribeLogGroupsCommand: { logGroups: [{ logGroupName: '/aws/lambda/carillon-prod-audit-chain' }] } },
  },
  {
    address: 'aws_cloudwatch_log_metric_filter.sweeper_orphans_count',
    there: { DescribeMetricFiltersCommand: { metricFilters: [{ filterName: 'carillon-prod-sweeper-orphans' }] } },
    id: '/aws/lambda/carillon-prod-sweeper:carillon-prod-sweeper-orphans',
    absent: { DescribeMetricFiltersCommand: GONE },
  },
  {
    address: 'aws_cloudwatch_metric_alarm.email_dlq',
    there: { DescribeAlarmsCommand: { MetricAlarms: [{ AlarmName: 'carillon-prod-email-dlq' }] } },
    id: 'carillon-prod-email-dlq',
    absent: { DescribeAlarmsCommand: { MetricAlarms: [{ AlarmName: 'carillon-dev-email-dlq' }] } },
  },
  {
    address: 'aws_dynamodb_table.storage_ledger',
    there: { DescribeTableCommand: { Table: {} } },
    id: 'carillon-prod-ledger',
    absent: { DescribeTableCommand: GONE },
  },
  {
    address: 'aws_iam_role.email_role',
    there: { GetRoleCommand: { Role: { Arn: `arn:aws:iam::111122223333:role/${ROLE}`, Tags: TAG_LIST } } },
    id: ROLE,
    absent: { GetRoleCommand: awsError('NoSuchEntityException') },
  },
  {
    address: 'aws_iam_role_policy.email_policy',
    there: { GetRolePolicyCommand: {} },
    id: `${ROLE}:${ROLE}`,
    absent: { GetRolePolicyCommand: awsError('NoSuchEntityException') },
  },
  {
    address: 'aws_kms_alias.keys_data_alias',
    there: ALIASES,
    id: 'alias/carillon-prod-data',
    absent: { ListAliasesCommand: { Aliases: [{ AliasName: 'alias/carillon-dev-data', TargetKeyId: 'k1' }] } },
  },
  {
    address: 'aws_kms_key.keys_data',
    there: { ...ALIASES, DescribeKeyCommand: KEY },
    id: 'k1',
    absent: { ListAliasesCommand: {}, ListKeysCommand: {} },
  },
  {
    address: 'aws_lambda_event_source_mapping.email_event_source',
    there: { ListEventSourceMappingsCommand: { EventSourceMappings: [{ UUID: 'u1' }] } },
    id: 'u1',
    absent: { ListEventSourceMappingsCommand: { EventSourceMappings: [] } },
  },
  {
    address: 'aws_lambda_function.email_function',
    there: { GetFunctionConfigurationCommand: {} },
    id: 'carillon-prod-email',
    absent: { GetFunctionConfigurationCommand: GONE },
  },
  {
    address: 'aws_lambda_function_event_invoke_config.sweeper_runs',
    there: { GetFunctionEventInvokeConfigCommand: {} },
    id: 'carillon-prod-sweeper',
    absent: { GetFunctionEventInvokeConfigCommand: GONE },
  },
  {
    address: 'aws_lambda_function_recursion_config.audit_chain_recursion',
    there: { GetFunctionRecursionConfigCommand: { RecursiveLoop: 'Allow' } },
    id: 'carillon-prod-audit-chain',
    absent: { GetFunctionRecursionConfigCommand: GONE },
  },
  {
    address: 'aws_lambda_permission.sweeper_permission',
    there: {
      GetPolicyCommand: {
        Policy: policyOf(
          statement('other', 'events.amazonaws.com', REGIONAL('events', 'rule/carillon-dev-sweeper')),
          statement('s1', 'events.amazonaws.com', REGIONAL('events', 'rule/carillon-prod-sweeper')),
        ),
      },
    },
    id: 'carillon-prod-sweeper/s1',
    absent: { GetPolicyCommand: GONE },
  },
  {
    address: 'aws_s3_bucket.attachments_bucket',
    there: { HeadBucketCommand: {} },
    id: ATTACHMENTS,
    absent: { HeadBucketCommand: awsError('NotFound', 'NotFound', 404) },
  },
  {
    address: 'aws_s3_bucket_lifecycle_configuration.attachments_lifecycle',
    there: { GetBucketLifecycleConfigurationCommand: { Rules: [{ Status: 'Enabled' }] } },
    id: ATTACHMENTS,
    absent: { GetBucketLifecycleConfigurationCommand: awsError('NoSuchLifecycleConfiguration') },
  },
  {
    address: 'aws_s3_bucket_object_lock_configuration.vault_lock',
    there: { GetObjectLockConfigurationCommand: { ObjectLockConfiguration: {} } },
    id: VAULT,
    absent: { GetObjectLockConfigurationCommand: awsError('ObjectLockConfigurationNotFoundError') },
  },
  {
    address: 'aws_s3_bucket_policy.attachments_policy',
    there: { GetBucketPolicyCommand: { Policy: '{}' } },
    id: ATTACHMENTS,
    absent: { GetBucketPolicyCommand: awsError('NoSuchBucketPolicy') },
  },
  {
    address: 'aws_s3_bucket_public_access_block.attachments_public_access',
    there: { GetPublicAccessBlockCommand: { PublicAccessBlockConfiguration: {} } },
    id: ATTACHMENTS,
    absent: { GetPublicAccessBlockCommand: awsError('NoSuchPublicAccessBlockConfiguration') },
  },
  {
    address: 'aws_s3_bucket_server_side_encryption_configuration.attachments_encryption',
    there: { GetBucketEncryptionCommand: { ServerSideEncryptionConfiguration: {} } },
    id: ATTACHMENTS,
    absent: { GetBucketEncryptionCommand: awsError('ServerSideEncryptionConfigurationNotFoundError') },
  },
  {
    address: 'aws_s3_bucket_versioning.attachments_versioning',
    there: { GetBucketVersioningCommand: { Status: 'Enabled' } },
    id: ATTACHMENTS,
    absent: { GetBucketVersioningCommand: {} },
  },
  {
    address: 'aws_sesv2_configuration_set.mail_configuration_set',
    there: { GetConfigurationSetCommand: { Tags: TAG_LIST } },
    id: 'carillon-prod-mail',
    absent: { GetConfigurationSetCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sesv2_configuration_set_event_destination.mail_event_destination',
    there: {
      GetConfigurationSetEventDestinationsCommand: { EventDestinations: [{ Name: 'carillon-prod-mail-events' }] },
    },
    id: 'carillon-prod-mail|carillon-prod-mail-events',
    absent: { GetConfigurationSetEventDestinationsCommand: { EventDestinations: [{ Name: 'other' }] } },
  },
  {
    address: 'aws_sesv2_email_identity.mail_identity',
    there: { GetEmailIdentityCommand: { Tags: TAG_LIST } },
    id: 'mail.example.com',
    absent: { GetEmailIdentityCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sesv2_email_identity_feedback_attributes.mail_forwarding',
    there: { GetEmailIdentityCommand: { Tags: TAG_LIST, FeedbackForwardingStatus: true } },
    id: 'mail.example.com',
    absent: { GetEmailIdentityCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sesv2_email_identity_mail_from_attributes.mail_mail_from',
    there: {
      GetEmailIdentityCommand: { Tags: TAG_LIST, MailFromAttributes: { MailFromDomain: 'bounce.mail.example.com' } },
    },
    id: 'mail.example.com',
    absent: { GetEmailIdentityCommand: { Tags: TAG_LIST } },
  },
  {
    address: 'aws_sns_topic.topics_notifications',
    there: { GetTopicAttributesCommand: {} },
    id: REGIONAL('sns', 'carillon-prod-notifications'),
    absent: { GetTopicAttributesCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sns_topic_subscription.email_subscription',
    there: {
      ListSubscriptionsByTopicCommand: {
        Subscriptions: ['audit', 'email'].map((channel) => ({
          Protocol: 'sqs',
          Endpoint: REGIONAL('sqs', `carillon-prod-${channel}`),
          SubscriptionArn: REGIONAL('sns', `carillon-prod-notifications:${channel}`),
        })),
      },
    },
    id: REGIONAL('sns', 'carillon-prod-notifications:email'),
    absent: { ListSubscriptionsByTopicCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sqs_queue.email_queue',
    there: {
      GetQueueUrlCommand: { QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email' },
    },
    id: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email',
    absent: { GetQueueUrlCommand: awsError('QueueDoesNotExist') },
  },
];

const typeOf = (address: string): string => address.split('.')[0] ?? '';

async function find(address: string, answers: Answers, plan: StackPlan = PROD) {
  const aws = testAws({ ...OWNERS, ...answers });
  const search = new ResourceSearch(plan, aws);
  const finding = await search.findingOf(address);
  return { finding, calls: aws.calls, remarks: [...search.remarks] };
}

test('every lookup has a case here', () => {
  expect(CASES.map(({ address }) => typeOf(address)).sort()).toEqual(Object.keys(LOOKUPS).sort());
});

test.each(CASES)('$address is found, and imported by $id', async ({ address, there, id }) => {
  expect((await find(address, there)).finding).toMatchObject({ kind: 'there', id });
});

test.each(CASES)('$address is absent where AWS has only others, or none', async ({ address, absent }) => {
  expect((await find(address, absent)).finding).toEqual({ kind: 'absent' });
});

describe('a call that is refused', () => {
  const denied = awsError('AccessDeniedException', 'not authorized', 403);
  const refusing = (answers: Answers): Answers =>
    Object.fromEntries(Object.keys(answers).map((command) => [command, denied]));

  test.each(CASES)('leaves $address unknown, or blocked by what is, and never absent', async ({ address, there }) => {
    const { finding } = await find(address, refusing(there));
    expect(['unknown', 'blocked']).toContain(finding.kind);
    expect(finding).toMatchObject({ reason: expect.stringContaining('(it needs ') });
  });

  test('names the actions that the lookup needs', async () => {
    expect((await find('aws_sqs_queue.email_queue', { GetQueueUrlCommand: denied })).finding).toEqual({
      kind: 'unknown',
      reason: 'its lookup failed: AccessDeniedException: not authorized (it needs sqs:GetQueueUrl)',
    });
  });

  test("of a bucket may mean that it is another account's", async () => {
    const { finding } = await find('aws_s3_bucket.vault_bucket', { HeadBucketCommand: awsError('403', '', 403) });
    expect(finding).toMatchObject({ reason: expect.stringMatching(/another account's.*\(403\).*s3:ListBucket/) });
  });

  test('of a bucket with 301 means another region', async () => {
    const { finding } = await find('aws_s3_bucket.vault_bucket', { HeadBucketCommand: awsError('301', '', 301) });
    expect(finding).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('is in another region') });
  });
});

/** Addresses that an attribute refers to, such as `${aws_sqs_queue.one.arn}`. */
const referred = (value: unknown): string[] =>
  [...String(value ?? '').matchAll(/\$\{([\w-]+\.[\w-]+)\./g)].map(([, address = '']) => address);
const ownerOf = (address: string): string | undefined =>
  referred(bodyOf(address)[LOOKUPS[typeOf(address)]?.belongsTo ?? ''])[0];

describe('what belongs to something that is not known to be ours', () => {
  const owned = CASES.flatMap(({ address, there }) => {
    const owner = CASES.find((one) => typeOf(one.address) === typeOf(ownerOf(address) ?? ''));
    return owner ? [{ address, owner, there }] : [];
  });

  test('is everything that is looked up by the name of another resource', () => {
    const looked = PROD.resources.filter(({ type, body }) =>
      LOOKUPS[type]?.needs.some((name) => referred(body[name]).length > 0),
    );
    expect(looked.filter(({ address }) => ownerOf(address) === undefined)).toEqual([]);
    expect(owned.length).toBeGreaterThan(15);
  });

  test.each(owned)(
    '$address is unknown or blocked where the lookup of its owner is refused',
    async ({ address, owner, there }) => {
      const denied = Object.keys(owner.there).map((command) => [command, awsError('AccessDenied', 'no', 403)]);
      const { finding } = await find(address, { ...there, ...Object.fromEntries(denied) });
      // One that its owner's call finds, too, is refused itself.
      const isOwnCall = Object.keys(there).some((command) => command in owner.there);
      const by = { kind: 'blocked', by: ownerOf(address) };
      expect(finding).toMatchObject(finding.kind === 'unknown' && isOwnCall ? { kind: 'unknown' } : by);
    },
  );

  test.each(owned)('$address is not offered where its owner is not there', async ({ address, owner, there }) => {
    const { finding } = await find(address, { ...there, ...owner.absent });
    expect(['absent', 'not_importable']).toContain(finding.kind);
  });

  test('says whose it is', async () => {
    const address = 'aws_s3_bucket_policy.attachments_policy';
    const there = { GetBucketPolicyCommand: { Policy: '{}' } };
    const refused = await find(address, { ...there, HeadBucketCommand: awsError('403', '', 403) });
    expect(refused.finding).toEqual({
      kind: 'blocked',
      by: 'aws_s3_bucket.attachments_bucket',
      isThere: true,
      reason: expect.stringContaining("another account's"),
    });
    const gone = await find(address, { ...there, HeadBucketCommand: awsError('NotFound', 'NotFound', 404) });
    expect(gone.finding).toEqual({
      kind: 'not_importable',
      reason: 'it belongs to aws_s3_bucket.attachments_bucket, which is not there',
    });
  });
});

test.each(CASES.filter(({ address }) => address.startsWith('aws_s3_')))(
  "S3 is asked for $address of this account alone, for a bucket may be another's",
  async ({ address, there }) => {
    const inputs: unknown[] = [];
    const recorded = Object.entries({ HeadBucketCommand: {}, ...there }).map(([command, answer]) => [
      command,
      (input: unknown) => inputs.push(input) && answer,
    ]);
    await find(address, Object.fromEntries(recorded));
    expect(inputs).not.toEqual([]);
    const owners = inputs.map((input) => (input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner);
    expect(owners).toEqual(inputs.map(() => '111122223333'));
  },
);

/** What IAM calls the action of a call, where it is not the service and the name of the call. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3 HeadBucketCommand': 's3:ListBucket',
  's3 GetBucketLifecycleConfigurationCommand': 's3:GetLifecycleConfiguration',
  's3 GetObjectLockConfigurationCommand': 's3:GetBucketObjectLockConfiguration',
  's3 GetPublicAccessBlockCommand': 's3:GetBucketPublicAccessBlock',
  's3 GetBucketEncryptionCommand': 's3:GetEncryptionConfiguration',
};

function actionOf(call: string): string {
  const [service = '', command = ''] = call.split(' ');
  if (service === 'apigateway') return 'apigateway:GET';
  return ACTIONS[call] ?? `${service}:${command.replace(/Command$/, '')}`;
}

interface RunbookStatement {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

function runbookPolicy(): readonly RunbookStatement[] {
  const runbook = readFileSync(join(__dirname, '../../../../docs/runbook.md'), 'utf8');
  const chapter = runbook.split('\n## ').find((text) => text.startsWith('Import what is there')) ?? '';
  const [, policy = '{}'] = /```json\n([^`]*)```/.exec(chapter) ?? [];
  return (JSON.parse(policy) as { readonly Statement: readonly RunbookStatement[] }).Statement;
}

describe('permissions', () => {
  test.each(CASES)(
    '$address is looked up with the actions that its lookups declare',
    async ({ address, there, absent }) => {
      const calls = await Promise.all([there, absent].map((answers) => find(address, answers)));
      const made = calls.flatMap(({ calls }) => calls.map(actionOf));
      // What it belongs to is looked up too.
      const types = [address, ownerOf(address) ?? ''].map(typeOf);
      const declared = types.flatMap((type) => LOOKUPS[type]?.actions ?? []);
      expect(made.filter((action) => !declared.includes(action))).toEqual([]);
      expect(made).not.toEqual([]);
    },
  );

  test('the policy in the runbook allows what all lookups declare, and nothing else', () => {
    const Statement = runbookPolicy();
    const declared = new Set(Object.values(LOOKUPS).flatMap(({ actions }) => actions));
    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([...declared].sort());
  });

  test('the policy in the runbook is for every partition that a stack can be synthesized for', () => {
    const resources = runbookPolicy().flatMap(({ Resource }) => Resource);
    const partitions = resources.filter((resource) => resource !== '*').map((resource) => resource.split(':')[1]);
    expect([...new Set(partitions)]).toEqual(['*']);
  });
});

test('an integration is found by the ARN of its function too', async () => {
  const Items = [{ IntegrationId: 'i1', IntegrationUri: INVOKED }];
  const { finding } = await find('aws_apigatewayv2_integration.unsubscribe_integration', {
    ...API,
    GetIntegrationsCommand: { Items },
  });
  expect(finding).toMatchObject({ kind: 'there', id: 'a1/i1' });
});

describe('lists', () => {
  const pages = (name: string, first: object, second: object) => ({
    [name]: (input: object) => (Object.values(input).includes('more') ? second : first),
  });

  test.each<[string, Answers, string]>([
    [
      'aws_apigatewayv2_api.unsubscribe_api',
      pages('GetApisCommand', { Items: [], NextToken: 'more' }, API.GetApisCommand),
      'a1',
    ],
    [
      'aws_apigatewayv2_integration.unsubscribe_integration',
      {
        ...API,
        ...pages(
          'GetIntegrationsCommand',
          { NextToken: 'more' },
          { Items: [{ IntegrationId: 'i1', IntegrationUri: INVOKE }] },
        ),
      },
      'a1/i1',
    ],
    [
      'aws_apigatewayv2_route.unsubscribe_route_get_unsubscribe_token',
      {
        ...API,
        ...pages(
          'GetRoutesCommand',
          { NextToken: 'more' },
          { Items: [{ RouteId: 'r1', RouteKey: 'GET /unsubscribe/{token}' }] },
        ),
      },
      'a1/r1',
    ],
    [
      'aws_cloudwatch_event_target.sweeper_target',
      pages(
        'ListTargetsByRuleCommand',
        { NextToken: 'more' },
        { Targets: [{ Id: 't1', Arn: REGIONAL('lambda', 'function:carillon-prod-sweeper') }] },
      ),
      'carillon-prod-sweeper/t1',
    ],
    [
      'aws_cloudwatch_log_group.audit_log_group',
      pages(
        'DescribeLogGroupsCommand',
        { logGroups: [], nextToken: 'more' },
        { logGroups: [{ logGroupName: '/aws/lambda/carillon-prod-audit' }] },
      ),
      '/aws/lambda/carillon-prod-audit',
    ],
    [
      'aws_cloudwatch_log_metric_filter.sweeper_orphans_count',
      pages(
        'DescribeMetricFiltersCommand',
        { nextToken: 'more' },
        { metricFilters: [{ filterName: 'carillon-prod-sweeper-orphans' }] },
      ),
      '/aws/lambda/carillon-prod-sweeper:carillon-prod-sweeper-orphans',
    ],
    [
      'aws_cloudwatch_metric_alarm.email_dlq',
      pages(
        'DescribeAlarmsCommand',
        { NextToken: 'more' },
        { MetricAlarms: [{ AlarmName: 'carillon-prod-email-dlq' }] },
      ),
      'carillon-prod-email-dlq',
    ],
    [
      'aws_kms_alias.keys_data_alias',
      pages('ListAliasesCommand', { Aliases: [], NextMarker: 'more' }, ALIASES.ListAliasesCommand),
      'alias/carillon-prod-data',
    ],
    [
      'aws_lambda_event_source_mapping.email_event_source',
      pages('ListEventSourceMappingsCommand', { NextMarker: 'more' }, { EventSourceMappings: [{ UUID: 'u1' }] }),
      'u1',
    ],
    [
      'aws_sns_topic_subscription.topics_alarm_mail',
      pages(
        'ListSubscriptionsByTopicCommand',
        { NextToken: 'more' },
        { Subscriptions: [{ Protocol: 'email', Endpoint: 'operations@example.com', SubscriptionArn: 'arn:s1' }] },
      ),
      'arn:s1',
    ],
  ])('%s is found on the second page', async (address, answers, id) => {
    expect((await find(address, answers)).finding).toMatchObject({ kind: 'there', id });
  });

  test('the alarms of an account are listed once, for all alarms of the stack', async () => {
    const aws = testAws({ DescribeAlarmsCommand: { MetricAlarms: [] } });
    const search = new ResourceSearch(PROD, aws);
    const alarms = PROD.resources.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
    await Promise.all(alarms.map(({ address }) => search.findingOf(address)));
    expect(alarms.length).toBeGreaterThan(50);
    expect(aws.calls).toEqual(['cloudwatch DescribeAlarmsCommand']);
  });
});

describe('what cannot be imported', () => {
  const UNCONFIRMED = { Protocol: 'email', Endpoint: 'operations@example.com', SubscriptionArn: 'PendingConfirmation' };
  const MADE_AGAIN = {
    kind: 'not_importable',
    isMadeAgain: true,
    reason: expect.stringMatching(/^it waits for its confirmation .* subscribes again/),
  };
  const [api] = API.GetApisCommand.Items;
  const twice = (Sid: string) =>
    statement(Sid, 'events.amazonaws.com', REGIONAL('events', 'rule/carillon-prod-sweeper'));
  const target = (Id: string) => ({ Id, Arn: REGIONAL('lambda', 'function:carillon-prod-sweeper') });

  test.each<[string, string, Answers, string]>([
    [
      'one of two APIs with one name',
      'aws_apigatewayv2_api.unsubscribe_api',
      { GetApisCommand: { Items: [api, { ...api, ApiId: 'a2' }] } },
      'several APIs have this name: a1, a2; keep the one that the permission of its function names (aws lambda get-policy ' +
        '--function-name carillon-prod-unsubscribe), delete the other (aws apigatewayv2 delete-api --api-id <id>), and ask again',
    ],
    [
      'one of two statements that allow the same',
      'aws_lambda_permission.sweeper_permission',
      { GetPolicyCommand: { Policy: policyOf(twice('s1'), twice('s2')) } },
      'carillon-prod-sweeper/s1, carillon-prod-sweeper/s2',
    ],
    [
      'one of two targets of a rule with one ARN',
      'aws_cloudwatch_event_target.sweeper_target',
      { ListTargetsByRuleCommand: { Targets: [target('t1'), target('t2')] } },
      'carillon-prod-sweeper/t1, carillon-prod-sweeper/t2',
    ],
    [
      'a key that waits for its deletion',
      'aws_kms_key.keys_data',
      {
        ...ALIASES,
        DescribeKeyCommand: {
          KeyMetadata: { ...METADATA, KeyState: 'PendingDeletion', DeletionDate: new Date('2026-12-24T00:00:00Z') },
        },
      },
      'key k1 is deleted on 2026-12-24: aws kms cancel-key-deletion --key-id k1',
    ],
  ])('%s is named, with the reason', async (_, address, answers, reason) => {
    const { finding } = await find(address, answers);
    expect(finding).toEqual({ kind: 'not_importable', reason: expect.stringContaining(reason) });
  });

  const API_ADDRESS = 'aws_apigatewayv2_api.unsubscribe_api';
  const foundByApi = PROD.resources.filter(({ body }) =>
    Object.values(body).some((value) => referred(value).includes(API_ADDRESS)),
  );

  test('among two APIs with one name blocks all five that are found by them, and asks for none of those', async () => {
    const Items = [api, { ...api, ApiId: 'a2' }];
    const found = await Promise.all(foundByApi.map(({ address }) => find(address, { GetApisCommand: { Items } })));
    const reason = expect.stringContaining('several APIs have this name');
    const blocked = { kind: 'blocked', by: API_ADDRESS, reason, isThere: false };
    expect(found.map(({ finding }) => finding)).toEqual(Array(5).fill(blocked));
    expect(new Set(found.flatMap(({ calls }) => calls))).toEqual(new Set(['apigateway GetApisCommand']));
  });

  test.each<[string, readonly string[], object]>([
    ['that somebody ended is absent', ['Deleted'], { kind: 'absent' }],
    ['that somebody ended and made again is found', ['Deleted', 'arn:s1'], { kind: 'there', id: 'arn:s1' }],
    ['that waits for its confirmation is made again', ['PendingConfirmation'], MADE_AGAIN],
    ['that waits beside one that was ended is made again', ['Deleted', 'PendingConfirmation'], MADE_AGAIN],
  ])('a subscription %s', async (_, arns, expected) => {
    const Subscriptions = arns.map((SubscriptionArn) => ({ ...UNCONFIRMED, SubscriptionArn }));
    const { finding } = await find('aws_sns_topic_subscription.topics_alarm_mail', {
      ListSubscriptionsByTopicCommand: { Subscriptions },
    });
    expect(finding).toMatchObject(expected);
  });
});

describe("a key that the plan's alias is for", () => {
  const lookUp = (address: string, metadata: object) =>
    find(address, { ...ALIASES, DescribeKeyCommand: { KeyMetadata: { ...METADATA, ...metadata } } });
  const key = 'aws_kms_key.keys_data';

  test.each<[string, object, string]>([
    ['signs', { KeyUsage: 'SIGN_VERIFY' }, "its KeyUsage is 'SIGN_VERIFY', and the plan's 'ENCRYPT_DECRYPT'"],
    ['is of another kind', { KeySpec: 'RSA_2048' }, "its KeySpec is 'RSA_2048', and the plan's 'SYMMETRIC_DEFAULT'"],
    ["is AWS's", { KeyManager: 'AWS' }, "its KeyManager is 'AWS', and the plan's 'CUSTOMER'"],
    [
      'is described otherwise',
      { Description: 'of billing' },
      "its Description is 'of billing', and the plan's 'seals the",
    ],
    ['is disabled', { KeyState: 'Disabled' }, 'key k1 is Disabled: aws kms enable-key --key-id k1, and ask again'],
    ['cannot be used', { KeyState: 'PendingImport' }, 'key k1 is PendingImport: find out why, and ask again'],
  ])('and that %s is named with the reason, and its alias is not offered', async (_, metadata, reason) => {
    expect((await lookUp(key, metadata)).finding).toEqual({
      kind: 'not_importable',
      reason: expect.stringContaining(reason),
    });
    expect((await lookUp('aws_kms_alias.keys_data_alias', metadata)).finding).toEqual({
      kind: 'blocked',
      by: key,
      isThere: true,
      reason: expect.stringContaining(reason),
    });
  });

  test('and that differs in all is named with every difference', async () => {
    const other = { KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048', KeyManager: 'AWS', Description: '' };
    const { finding } = await lookUp(key, { ...other, KeyState: 'Disabled' });
    expect(finding).toMatchObject({ reason: expect.stringMatching(/KeyManager.*KeyUsage.*KeySpec.*Description/) });
  });

  test('is compared with what the plan says of its use, not with the defaults of AWS', async () => {
    const anchors = 'aws_kms_key.vault_key';
    const metadata = {
      KeyUsage: 'SIGN_VERIFY',
      KeySpec: 'ECC_NIST_P256',
      Description: bodyOf(anchors).description,
    };
    const answers = {
      ListAliasesCommand: { Aliases: [{ AliasName: 'alias/carillon-prod-audit', TargetKeyId: 'k1' }] },
      DescribeKeyCommand: { KeyMetadata: { ...METADATA, ...metadata } },
    };
    expect((await find(anchors, answers)).finding).toMatchObject({ kind: 'there', id: 'k1' });
  });
});

describe("a stranger's of the same name", () => {
  const DEV = { ...TAGS, environment: 'dev' };
  const list = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const [api] = API.GetApisCommand.Items;
  const KINDS: readonly (readonly [string, (tags: object) => Answers])[] = [
    ['aws_iam_role.email_role', (tags) => ({ GetRoleCommand: { Role: { Tags: list(tags) } } })],
    [
      'aws_sesv2_configuration_set.mail_configuration_set',
      (tags) => ({ GetConfigurationSetCommand: { Tags: list(tags) } }),
    ],
    ['aws_sesv2_email_identity.mail_identity', (tags) => ({ GetEmailIdentityCommand: { Tags: list(tags) } })],
    ['aws_apigatewayv2_api.unsubscribe_api', (Tags) => ({ GetApisCommand: { Items: [{ ...api, Tags }] } })],
  ];
  const cases = KINDS.flatMap(([address, answers]) => [
    { address, whose: 'dev', answers: answers(DEV), without: 'environment=prod' },
    { address, whose: 'nobody', answers: answers({}), without: 'service=carillon and environment=prod' },
  ]);

  test.each(cases)('$address of $whose is named, and not offered', async ({ address, answers, without }) => {
    expect((await find(address, answers)).finding).toEqual({
      kind: 'not_importable',
      reason: expect.stringContaining(`has no tag ${without},`),
    });
  });

  test.each(KINDS)('%s is ours with tags that somebody has added', async (address, answers) => {
    expect((await find(address, answers({ ...TAGS, team: 'ops' }))).finding).toMatchObject({ kind: 'there' });
  });

  test('beside ours leaves ours: two APIs may have one name', async () => {
    const Items = [{ ...api, ApiId: 'a2', Tags: DEV }, api];
    const { finding } = await find('aws_apigatewayv2_api.unsubscribe_api', { GetApisCommand: { Items } });
    expect(finding).toMatchObject({ kind: 'there', id: 'a1' });
  });
});

describe('a key whose alias was not made yet', () => {
  const KEYS = { ListKeysCommand: { Keys: [{ KeyId: 'k1' }, { KeyId: 'k2' }, { KeyId: 'k3' }] } };
  const tagList = (tags: object) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const [OWN, OF_DEV] = [tagList(TAGS), tagList({ ...TAGS, environment: 'dev' })];
  const OTHER_ALIAS = { Aliases: [{ AliasName: 'alias/other', TargetKeyId: 'k3' }] };
  const keysWith = (
    tagsOf: Readonly<Record<string, object>>,
    states: Readonly<Record<string, object>> = {},
  ): Answers => ({
    ListAliasesCommand: OTHER_ALIAS,
    ...KEYS,
    DescribeKeyCommand: ({ KeyId }: { KeyId: string }) => ({ KeyMetadata: { ...METADATA, KeyId, ...states[KeyId] } }),
    ListResourceTagsCommand: ({ KeyId }: { KeyId: string }) => ({ Tags: tagsOf[KeyId] }),
  });

  test('is found by its description and tags, and no key of another environment or with another alias', async () => {
    const { finding, calls } = await find('aws_kms_key.keys_data', keysWith({ k1: OF_DEV, k2: OWN, k3: OWN }));
    expect(finding).toMatchObject({ kind: 'there', id: 'k2' });
    const declared = LOOKUPS.aws_kms_key?.actions;
    expect(declared).toEqual([...new Set(calls.map(actionOf))]);
  });

  test('is named where there are several', async () => {
    const { finding } = await find('aws_kms_key.keys_data', keysWith({ k1: OWN, k2: OWN }));
    expect(finding).toMatchObject({ kind: 'not_importable', reason: expect.stringContaining('k1, k2') });
  });

  test.each<[string, object]>([
    ['waits for its deletion', { KeyState: 'PendingDeletion', DeletionDate: new Date('2026-12-24T00:00:00Z') }],
    ['is for something else', { KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256' }],
    ["is AWS's", { KeyManager: 'AWS' }],
  ])('is not one that %s', async (_, state) => {
    const { finding } = await find('aws_kms_key.keys_data', keysWith({ k1: OWN, k2: OWN }, { k1: state }));
    expect(finding).toMatchObject({ kind: 'there', id: 'k2' });
  });

  describe('beside one that may not be read', () => {
    const byPolicy = (kind: string) =>
      awsError('AccessDeniedException', `not authorized to perform it because no ${kind} policy allows the action`);
    const refusing = (command: string, error: Error, ...kept: readonly string[]): Answers => {
      const answers = keysWith({ k1: OWN, k2: OWN });
      const answer = answers[command] as (input: { KeyId: string }) => unknown;
      return {
        ...answers,
        [command]: (input: { KeyId: string }) => (kept.includes(input.KeyId) ? error : answer(input)),
      };
    };
    const lookUp = (answers: Answers) => find('aws_kms_key.keys_data', answers);

    test.each(['DescribeKeyCommand', 'ListResourceTagsCommand'])(
      'for its key policy does not let IAM in (%s) is found, and a remark names the other',
      async (command) => {
        const { finding, remarks } = await lookUp(refusing(command, byPolicy('resource-based'), 'k1'));
        expect(finding).toMatchObject({ kind: 'there', id: 'k2' });
        expect(remarks).toEqual([expect.stringMatching(/^key k1 was not compared with the plan's: its key policy/)]);
      },
    );

    test('is absent where all others are known not to be it', async () => {
      const { finding, remarks } = await lookUp(refusing('DescribeKeyCommand', byPolicy('resource-based'), 'k1', 'k2'));
      expect(finding).toEqual({ kind: 'absent' });
      expect(remarks).toHaveLength(2);
    });

    test.each<[string, Error, readonly string[]]>([
      ['for want of a policy of IAM', byPolicy('identity-based'), ['k1']],
      ['like every other, which IAM may be at fault for', byPolicy('resource-based'), ['k1', 'k2', 'k3']],
      ['for AWS is busy', awsError('ThrottlingException'), ['k1']],
    ])('%s is not known', async (_, error, kept) => {
      const { finding, remarks } = await lookUp(refusing('DescribeKeyCommand', error, ...kept));
      expect(finding).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(error.message) });
      expect(remarks).toEqual([]);
    });
  });

  test('is named where it is disabled', async () => {
    const { finding } = await find('aws_kms_key.keys_data', keysWith({ k1: OWN }, { k1: { KeyState: 'Disabled' } }));
    expect(finding).toMatchObject({
      kind: 'not_importable',
      reason: expect.stringContaining('enable-key --key-id k1'),
    });
  });
});

describe('references', () => {
  const STREAM = REGIONAL('dynamodb', 'table/carillon-prod-ledger/stream/2026');
  const streamed = PROD.resources.find(({ body }) => String(body.event_source_arn).includes('.stream_arn'));

  test('to what only AWS knows are resolved from what was found', async () => {
    const asked: unknown[] = [];
    await find(streamed?.address ?? '', {
      DescribeTableCommand: { Table: { LatestStreamArn: STREAM } },
      ListEventSourceMappingsCommand: (input: unknown) => asked.push(input) && {},
    });
    expect(asked).toMatchObject([{ EventSourceArn: STREAM, FunctionName: expect.stringMatching(/^carillon-prod-/) }]);
  });

  test.each<[string, Answers]>([
    ['is not there', { DescribeTableCommand: GONE }],
    ['has no stream yet', { DescribeTableCommand: { Table: {} } }],
  ])('to a table that %s say that there is no event source mapping', async (_, answers) => {
    expect((await find(streamed?.address ?? '', answers)).finding).toEqual({ kind: 'absent' });
  });

  test('to a table that could not be asked for block the mapping', async () => {
    const { finding } = await find(streamed?.address ?? '', { DescribeTableCommand: awsError('AccessDenied') });
    const reason = expect.stringContaining('it needs dynamodb:DescribeTable');
    expect(finding).toEqual({ kind: 'blocked', by: 'aws_dynamodb_table.storage_ledger', reason, isThere: false });
  });
});
