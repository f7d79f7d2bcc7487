import type { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { TerraformElement } from 'cdktf';
import { channels, functions } from '../../handlers';
import template from '../../handlers/channels/_template/channel';
import { catalogue } from '../../shared/catalogue';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { addressOf } from '../constructs/addresses';
import type { Environment } from '../environment';
import type { NotificationStack } from '../notification-stack';
import type { Manifests } from './properties/plan';
import type { PolicyDocument } from './properties/policy-document';
import { violationsOf } from './properties/violations';
import { anEnvironment, EVENT_VARIABLES, OPTIONAL_VARIABLES } from './testing/environments';
import { synthesize } from './testing/synthesize';

type Edit = (stack: NotificationStack) => void;

const find = (stack: NotificationStack, address: string): TerraformElement =>
  stack.node.findAll().find((construct) => addressOf(construct) === address) as TerraformElement;

const edit =
  (address: string, attribute: string, value: unknown): Edit =>
  (stack) =>
    find(stack, address).addOverride(attribute, value);

const remove =
  (address: string): Edit =>
  (stack) => {
    const { scope, id } = find(stack, address).node;
    scope?.node.tryRemoveChild(id);
  };

const letPublish =
  (address: string, role: string): Edit =>
  (stack) => {
    const topic = find(stack, address) as SnsTopic;
    const { Statement, ...rest } = JSON.parse(topic.policyInput ?? '') as PolicyDocument;
    const more = { Effect: 'Allow', Principal: { AWS: role }, Action: 'sns:Publish', Resource: '*' };
    topic.policy = JSON.stringify({ ...rest, Statement: [...Statement, more] });
  };

const PROD = anEnvironment('prod');

const { CARILLON_API_ISSUER, CARILLON_API_AUDIENCE } = OPTIONAL_VARIABLES;
const ISSUER = { CARILLON_API_ISSUER, CARILLON_API_AUDIENCE };
const NO_SSE = edit('aws_sqs_queue.email_queue', 'sqs_managed_sse_enabled', false);
const NO_PITR = edit('aws_dynamodb_table.storage_ledger', 'point_in_time_recovery.enabled', false);

describe('an operator who edits a construct and applies it runs no tests, so synthesis refuses', () => {
  test.each<[string, Edit, string]>([
    ['a queue without encryption', NO_SSE, 'aws_sqs_queue.email_queue'],
    ['a table without point-in-time recovery', NO_PITR, 'aws_dynamodb_table.storage_ledger'],
    [
      'a function that any API may call',
      edit('aws_lambda_permission.unsubscribe_permission', 'source_arn', undefined),
      'aws_lambda_permission.unsubscribe_permission',
    ],
    [
      'a table that can be destroyed',
      edit('aws_dynamodb_table.storage_directory', 'lifecycle.prevent_destroy', false),
      'aws_dynamodb_table.storage_directory',
    ],
    [
      'a queue whose dead letters raise no alarm',
      remove('aws_cloudwatch_metric_alarm.email_dlq'),
      'aws_sqs_queue.email_dlq',
    ],
    [
      'a topic of mail events that a role may publish to',
      letPublish('aws_sns_topic.mail_events', 'arn:aws:iam::111122223333:role/shop'),
      'aws_sns_topic.mail_events',
    ],
    [
      'links that unsubscribe somewhere else',
      edit('aws_lambda_function.email_function', 'environment.variables.UNSUBSCRIBE_URL', 'http://example.org'),
      'aws_lambda_function.email_function',
    ],
    [
      "a function with another one's bundle",
      edit('aws_lambda_function.webhook_function', 'filename', 'assets/webhook_bundle/0A/audit.zip'),
      'aws_lambda_function.webhook_function',
    ],
  ])('%s', (_, change, address) => {
    expect(refusal(PROD, change)).toMatchObject({
      code: 'stack.invalid',
      faults: [{ code: 'stack.property', path: `/${address}` }],
    });
  });

  test('violations of one property in many places are grouped, with all places', () => {
    const queues = [
      'audit_queue',
      'audit_dlq',
      'email_queue',
      'email_dlq',
      'webhook_queue',
      'webhook_dlq',
      'sweeper_dlq',
    ];
    const all = refusal(PROD, (stack) => {
      for (const name of queues) edit(`aws_sqs_queue.${name}`, 'sqs_managed_sse_enabled', false)(stack);
    });
    const said =
      /^is not encrypted \(so it is with (aws_sqs_queue\.\w+, ){4}aws_sqs_queue\.\w+ and 1 more\); expected: /;
    expect(all?.faults.map(({ message }) => message)).toEqual([expect.stringMatching(said)]);
  });

  test('every violation at once, each with the property that it breaks', () => {
    const both = refusal(PROD, (stack) => {
      NO_SSE(stack);
      NO_PITR(stack);
    });
    expect(both).toMatchObject({
      message: "stack 'prod' breaks 2 properties",
      faults: [
        { message: 'is not encrypted; expected: every queue is encrypted, by SQS or by a key that SNS may use' },
        { message: 'has no PITR; expected: every table has point-in-time recovery' },
      ],
    });
  });
});

/** A stack of valid variables is never refused. */
describe('one optional variable beside the required ones breaks no property', () => {
  /** Regions of another partition, or with a DKIM domain of their own. */
  const UNLIKE_OTHERS = ['us-gov-west-1', 'us-gov-east-1', 'eu-south-1'];
  const OTHERS = [
    ...UNLIKE_OTHERS.map((region) => ['CARILLON_REGION', region] as const),
    ['CARILLON_AUDIT_LOCK', 'COMPLIANCE'],
    ['CARILLON_MAIL_IDENTITY', 'existing'],
    ['CARILLON_UNKNOWN_TYPES', 'allow'],
    ['CARILLON_TAKE_DOWN', 'prod'],
    ['CARILLON_REMOVE', 'sms,digest'],
    ['CARILLON_BUS_EVENTS', 'off'],
    ...['10', '99', '100', '110'].map((quota) => ['CARILLON_LAMBDA_CONCURRENCY', quota] as const),
    ['CARILLON_SENDER_NAME', 'TOKEN. Inc'],
  ] as const;

  test.each([...Object.entries(OPTIONAL_VARIABLES), ...OTHERS])('%s=%s', (name, value) => {
    // Neither of issuer and audience is taken without the other, and event sources need a tenant and recipients.
    const beside = name in ISSUER ? ISSUER : name.startsWith('CARILLON_EVENT_') ? EVENT_VARIABLES : {};
    expect(refusal(anEnvironment('prod', { ...beside, [name]: value }))?.faults).toBeUndefined();
  });
});

/** Default channels: `shared/catalogue` has them for notifications whose producer names none. */
const typesWith = (channel: string) => catalogue.filter((type) => type.channels.some((name) => name === channel));

test('webhook may be taken out, and the types that went to it by default are named', () => {
  const kept = { channels: channels.filter(({ name }) => name !== 'webhook'), functions };
  const [first, ...others] = typesWith('webhook');
  const shown = others.slice(0, 5).map(({ type }) => `shared/catalogue ${type}`);
  const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
  const alike = `(so it is with ${shown.join(', ')}${more})`;
  expect(refusal(PROD, undefined, kept)?.faults).toEqual([
    {
      code: 'stack.property',
      path: `/shared/catalogue ${first?.type}`,
      message: expect.stringContaining(`goes to webhook, which is no channel of the stack ${alike}`),
    },
  ]);
});

test('email may be taken out, with its functions, and the types that nobody receives then are named', () => {
  const own = ['email-feedback', 'unsubscribe'];
  const kept = {
    channels: channels.filter(({ name }) => name !== 'email'),
    functions: functions.filter(({ name }) => !own.includes(name)),
  };
  const alone = typesWith('email').filter((type) => type.channels.length === 1);
  expect(refusal(PROD, undefined, kept)?.faults).toEqual(
    alone.map(({ type }) => ({
      code: 'stack.route.no_receiver',
      path: `/types/${catalogue.findIndex((one) => one.type === type)}/channels`,
      message: expect.stringContaining(`type '${type}' goes to email, and no channel that delivers takes it`),
    })),
  );
});

test.each([{ severity: ['critical'] }, {}, { type: [{ prefix: 'order.' }] }, { channels: ['email'] }])(
  'a channel may take what its filter policy wants: %j',
  (filterPolicy) => {
    const pager = { ...template, name: 'pager', filterPolicy };
    expect(refusal(PROD, undefined, { channels: [...channels, pager] })?.faults).toBeUndefined();
  },
);

test('a check that throws on a plan counts as a violation', () => {
  const check = () => {
    throw new TypeError('it is not there');
  };
  const plan = synthesize(anEnvironment('prod')).plan;
  expect(violationsOf({ name: 'every queue has a name', check, brokenBy: {} }, plan)).toEqual([
    'stack: cannot be judged (TypeError: it is not there)',
  ]);
});

function refusal(
  environment: Environment,
  change: Edit = () => {},
  manifests: Partial<Manifests> = {},
): CodedError | undefined {
  try {
    synthesize(environment, { change, ...manifests });
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  return undefined;
}
