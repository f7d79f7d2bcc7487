import { fedQueues } from './flow';
import { CAPABILITY_PURPOSES } from './key-purposes';
import type { Plan } from './plan';
import type { Grant } from './policy-document';
import { ADMINISTRATION } from './statements';

/** One statement of a resource policy. */
export interface Allowance {
  readonly address: string;
  readonly grant: Grant;
}

/** Allow list of all resource policies. A resource without a line here, such as a bucket, allows nothing. */
export const allowancesOf = (plan: Plan): Allowance[] => [
  ...ofQueues(plan),
  ...plan.all('aws_sns_topic').flatMap(({ address, body }) => {
    const Resource = plan.arn('sns', body.name);
    return publishersOf(plan, address).map((by) => ({ address, grant: { ...by, Action: 'sns:Publish', Resource } }));
  }),
  ...plan.all('aws_kms_key').flatMap(({ address }) =>
    [administer, USES_OF_KEYS[address]].flatMap((use) => {
      const Principal = { AWS: plan.accountArn };
      return use ? [{ address, grant: { ...use, Principal, Resource: '*' } }] : [];
    }),
  ),
  ...plan.all('aws_iam_role').map(({ address }) => ({ address, grant: LAMBDA_MAY_ASSUME })),
];

const ofQueues = (plan: Plan): Allowance[] =>
  fedQueues(plan).map(({ queue: { address, body }, service, sourceArn }) => ({
    address,
    grant: {
      Principal: { Service: service },
      Action: 'sqs:SendMessage',
      Resource: plan.arn('sqs', body.name),
      Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    },
  }));

/** Limits a service to this account (confused deputy): other customers of the service could publish through it otherwise. */
function publishersOf(plan: Plan, address: string): Pick<Grant, 'Principal' | 'Condition'>[] {
  const { name, accountId, producers } = plan.environment;
  const ofAccount = { 'aws:SourceAccount': accountId };
  switch (address) {
    case 'aws_sns_topic.topics_notifications':
      return producers.length > 0 ? [{ Principal: { AWS: [...producers] } }] : [];
    case 'aws_sns_topic.topics_alarms':
      return [{ Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: { StringEquals: ofAccount } }];
    case 'aws_sns_topic.mail_events': {
      const ofMails = { 'aws:SourceArn': plan.arn('ses', `configuration-set/carillon-${name}-mail`) };
      const Condition = { StringEquals: { ...ofAccount, ...ofMails } };
      return [{ Principal: { Service: 'ses.amazonaws.com' }, Condition }];
    }
    default:
      return [];
  }
}

/** Required: without it the key could never be administered again. */
const administer: Grant = { Action: [...ADMINISTRATION] };

const USES_OF_KEYS: Readonly<Record<string, Grant>> = {
  'aws_kms_key.keys_data': {
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: { StringEquals: { 'kms:EncryptionContext:purpose': [...new Set(Object.values(CAPABILITY_PURPOSES))] } },
  },
  'aws_kms_key.vault_key': { Action: ['kms:Sign', 'kms:Verify'] },
};

const LAMBDA_MAY_ASSUME: Grant = { Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
