import { addStatement, setStatement } from './mutations';
import type { Plan } from './plan';
import { essence, list, type PolicyDocument, type PolicyStatement, statementsOf } from './policy-document';
import type { Property } from './property';

/** Allow list of key administration: no use of the key, and no grants to others. An allow list, because IAM gains actions. */
export const ADMINISTRATION: readonly string[] = [
  'kms:CreateAlias',
  'kms:Describe*',
  'kms:Enable*',
  'kms:List*',
  'kms:Put*',
  'kms:Update*',
  'kms:Revoke*',
  'kms:Disable*',
  'kms:Get*',
  'kms:Delete*',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
  'kms:RotateKeyOnDemand',
];

const MEMBERS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
const EXACT = /^[a-z\d-]+:[A-Za-z]+$/;
const WITHOUT_TLS = { Bool: { 'aws:SecureTransport': 'false' } };

/** A policy of the plan with its address and owner. */
interface Policy {
  readonly address: string;
  readonly attribute: string;
  /** Version of the policy language. */
  readonly version: string | undefined;
  readonly statements: readonly PolicyStatement[];
}

export const statementProperties: readonly Property[] = [
  {
    name: 'every statement has the members that properties read, and allows actions by their names',
    check: (plan) =>
      policiesOf(plan).flatMap(({ address, attribute, statements }) =>
        statements.flatMap((statement) =>
          formFaults(statement, attribute).map((fault) => `${address}: ${statement.Sid ?? attribute} ${fault}`),
        ),
      ),
    brokenBy: {
      'all actions but one': setStatement('aws_iam_role_policy', 'email_policy', 'policy', 'ConsumeQueue', {
        NotAction: 'iam:Nothing',
        Action: [],
      }),
      'everything but a table': setStatement('aws_iam_role_policy', 'email_policy', 'policy', 'ConsumeQueue', {
        NotResource: '*',
        Resource: [],
      }),
      'a pattern': setStatement('aws_kms_key', 'vault_key', 'policy', 'LetAccountSignAnchors', { Action: 'kms:C*' }),
      'every action': setStatement('aws_kms_key', 'keys_data', 'policy', 'LetAccountAdminister', { Action: '*' }),
    },
  },
  {
    name: 'policies have the version 2012-10-17, which supports variables and all conditions',
    check: (plan) =>
      policiesOf(plan).flatMap(({ address, version }) =>
        version === '2012-10-17' ? [] : [`${address}: is a policy of ${version}`],
      ),
  },
  {
    name: 'policies have exactly the required Deny statements',
    check: (plan) =>
      policiesOf(plan).flatMap(({ address, statements }) => {
        const seen = statements.filter(({ Effect }) => Effect === 'Deny').map(essence);
        const expected = denialsOf(plan, address).map(essence);
        return [
          ...expected.filter((one) => !seen.includes(one)).map((one) => `${address}: does not deny ${one}`),
          ...seen.filter((one) => !expected.includes(one)).map((one) => `${address}: denies ${one}`),
        ];
      }),
    brokenBy: {
      'nobody may send': addStatement('aws_sqs_queue', 'email_queue', 'policy', {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:SendMessage',
        Resource: '*',
      }),
      'a lock that some may override': setStatement('aws_s3_bucket_policy', 'vault_policy', 'policy', 'DenyBypass', {
        Condition: { StringEquals: { 'aws:PrincipalTag/never': 'x' } },
      }),
    },
  },
];

/** Finds policies under attributes of any name. */
export const policiesIn = (body: object): Omit<Policy, 'address'>[] =>
  Object.entries(body)
    .filter(([, value]) => typeof value === 'string' && /^\s*\{.*"Statement"/s.test(value))
    .map(([attribute, value]) => ({
      attribute,
      version: (JSON.parse(String(value)) as PolicyDocument).Version,
      statements: [statementsOf(String(value))].flat(),
    }));

const policiesOf = (plan: Plan): Policy[] =>
  plan.resources().flatMap(({ address, body }) => policiesIn(body).map((policy) => ({ address, ...policy })));

function formFaults(statement: PolicyStatement, attribute: string): string[] {
  const { Effect, Action, Resource } = statement;
  const others = Object.keys(statement).filter((member) => !MEMBERS.includes(member));
  const inexact = list(Action).filter((action) => !EXACT.test(action) && !ADMINISTRATION.includes(action));
  return [
    ...others.map((member) => `has ${member}`),
    ...(Effect === 'Allow' || Effect === 'Deny' ? [] : [`has the effect ${JSON.stringify(Effect)}`]),
    ...(list(Action).length > 0 ? [] : ['names no action']),
    ...(list(Resource).length > 0 || attribute === 'assume_role_policy' ? [] : ['names no resource']),
    ...(Effect === 'Deny' ? [] : inexact.map((action) => `allows ${action}`)),
  ];
}

/** Actions that the policy of a queue, topic or bucket must deny to every principal. */
function denialsOf(plan: Plan, address: string): PolicyStatement[] {
  const { requireTls, protectData } = plan.environment;
  const denied = deniedOn(plan, address);
  if (denied === undefined) return [];
  const { arns, withoutTls, others = [] } = denied;
  const plainHttp = { ...deny(withoutTls, arns), Condition: WITHOUT_TLS };
  return [...(requireTls ? [plainHttp] : []), ...others.filter(({ Action }) => protectData || Action !== BYPASS)];
}

const BYPASS = 's3:BypassGovernanceRetention';

interface Denied {
  readonly arns: string[];
  /** Actions that are denied to requests without TLS. */
  readonly withoutTls: string;
  readonly others?: readonly PolicyStatement[];
}

function deniedOn(plan: Plan, address: string): Denied | undefined {
  const queue = plan.find('aws_sqs_queue', address)?.body;
  if (queue) return { arns: [plan.arn('sqs', queue.name)], withoutTls: 'sqs:*' };
  const topic = plan.find('aws_sns_topic', address)?.body;
  if (topic) return { arns: [plan.arn('sns', topic.name)], withoutTls: 'sns:Publish' };
  const policy = plan.find('aws_s3_bucket_policy', address)?.body;
  const bucket = policy && plan.referred('aws_s3_bucket', policy.bucket);
  if (!bucket) return undefined;
  const arn = plan.bucketArn(bucket.body.bucket);
  return { arns: [arn, `${arn}/*`], withoutTls: 's3:*', others: deniedOnBucket(bucket.address, arn) };
}

function deniedOnBucket(address: string, arn: string): PolicyStatement[] {
  if (/\.(attachments|uploads)_bucket$/.test(address)) {
    return [deny(['s3:PutObjectAcl', 's3:PutBucketAcl'], [arn, `${arn}/*`])];
  }
  return [deny('s3:PutLifecycleConfiguration', arn), deny(BYPASS, `${arn}/*`)];
}

const deny = (Action: string | string[], Resource: string | string[]): PolicyStatement => ({
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource,
});
