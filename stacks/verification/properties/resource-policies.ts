import { allowancesOf } from './allowances';
import { addStatement, type Mutation, removeStatement, setJson, setStatement, unset } from './mutations';
import { essence, type PolicyStatement } from './policy-document';
import { faultsOf, type Property } from './property';
import { policiesIn } from './statements';

const ROLE = 'arn:aws:iam::111122223333:role/somebody';
const OF_ACCOUNT = { StringEquals: { 'aws:SourceAccount': '111122223333' } };

/** Ways to change one policy, by its address. */
const policyOf = (type: 'aws_kms_key' | 'aws_s3_bucket_policy' | 'aws_sns_topic' | 'aws_sqs_queue', id: string) => ({
  with: (Action: string, Principal: PolicyStatement['Principal'] & object): Mutation =>
    addStatement(type, id, 'policy', { Effect: 'Allow', Principal, Action, Resource: '*', Condition: OF_ACCOUNT }),
  changed: (sid: string, members: Parameters<typeof setStatement>[4]) => setStatement(type, id, 'policy', sid, members),
  without: (sid: string) => removeStatement(type, id, 'policy', sid),
  removed: unset(type, id, 'policy'),
});

const notifications = policyOf('aws_sns_topic', 'topics_notifications');
const events = policyOf('aws_sns_topic', 'topics_events');
const alarms = policyOf('aws_sns_topic', 'topics_alarms');
const mailEvents = policyOf('aws_sns_topic', 'mail_events');
const queue = policyOf('aws_sqs_queue', 'email_queue');
const deadLetters = policyOf('aws_sqs_queue', 'email_dlq');
const ofRule = policyOf('aws_sqs_queue', 'specimen_schedule_dlq');
const dataKey = policyOf('aws_kms_key', 'keys_data');
const signingKey = policyOf('aws_kms_key', 'vault_key');
const vault = policyOf('aws_s3_bucket_policy', 'vault_policy');
const attachments = policyOf('aws_s3_bucket_policy', 'attachments_policy');

const changeProducers = (members: Partial<PolicyStatement>) =>
  notifications.changed('AllowProducersToPublish', members);
const changeTrust = (Service: string[]) =>
  setJson('aws_iam_role', 'email_role', 'assume_role_policy', {
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });

const BROKEN_BY: Readonly<Record<string, Mutation>> = {
  'notifications: a role that is no producer': changeProducers({ Principal: { AWS: [ROLE] } }),
  'notifications: one statement more': notifications.with('sns:Publish', { AWS: ROLE }),
  'notifications: everybody': changeProducers({ Principal: '*' }),
  'notifications: a pattern': changeProducers({ Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }),
  'notifications: every action': changeProducers({ Action: 'sns:*' }),
  'notifications: one action more': changeProducers({ Action: ['sns:Publish', 'sns:Subscribe'] }),
  'notifications: every topic': changeProducers({ Resource: '*' }),
  'notifications: no producer': notifications.without('AllowProducersToPublish'),
  'events: a producer': events.with('sns:Publish', { AWS: 'arn:aws:iam::111122223333:role/shop' }),
  'alarms: a second service': alarms.changed('AllowAlarmsToPublish', {
    Principal: { Service: ['cloudwatch.amazonaws.com', 's3.amazonaws.com'] },
  }),
  'alarms: those of any account': alarms.changed('AllowAlarmsToPublish', { Condition: undefined }),
  'mail events: a role': mailEvents.with('sns:Publish', { AWS: ROLE }),
  'mail events: another service': mailEvents.with('sns:Publish', { Service: 's3.amazonaws.com' }),
  'mail events: those of any mail of the account': mailEvents.changed('AllowSesToPublish', { Condition: OF_ACCOUNT }),
  'mail events: SES may not publish': mailEvents.without('AllowSesToPublish'),
  'mail events: no policy': mailEvents.removed,
  'a queue: everybody': queue.changed('AllowTopicToSend', { Principal: '*' }),
  'a queue: any topic of anybody': queue.changed('AllowTopicToSend', { Condition: undefined }),
  'a queue: a pattern of topics': queue.changed('AllowTopicToSend', {
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } },
  }),
  'a queue: every action': queue.changed('AllowTopicToSend', { Action: 'sqs:*' }),
  'a queue: its topic may not send': queue.without('AllowTopicToSend'),
  'a queue: no policy': queue.removed,
  'a queue that no topic feeds: a role': deadLetters.with('sqs:SendMessage', { AWS: ROLE }),
  'a queue that a rule feeds: any rule': ofRule.changed('AllowRuleToSend', { Condition: undefined }),
  'a queue that a rule feeds: its rule may not send': ofRule.without('AllowRuleToSend'),
  'data keys: everybody': dataKey.changed('LetAccountSealDataKeys', { Principal: '*' }),
  'data keys: for any purpose': dataKey.changed('LetAccountSealDataKeys', { Condition: undefined }),
  'data keys: nobody': dataKey.without('LetAccountSealDataKeys'),
  'data keys: an action more': dataKey.with('kms:Encrypt', { AWS: ROLE }),
  'data keys: administered by another account': dataKey.changed('LetAccountAdminister', {
    Principal: { AWS: 'arn:aws:iam::444455556666:root' },
  }),
  'data keys: administered by every action': dataKey.changed('LetAccountAdminister', { Action: 'kms:*' }),
  'data keys: administered by nobody': dataKey.without('LetAccountAdminister'),
  'data keys: no policy, so that it is the default': dataKey.removed,
  'anchors: grants': signingKey.with('kms:CreateGrant', { AWS: ROLE }),
  'anchors: nobody may sign': signingKey.without('LetAccountSignAnchors'),
  'the vault: somebody reads': vault.with('s3:GetObject', { AWS: '444455556666' }),
  'attachments: somebody reads': attachments.with('s3:GetObject', { AWS: '444455556666' }),
  'a role: another service may assume it': changeTrust(['ec2.amazonaws.com']),
  'a role: another service may assume it too': changeTrust(['lambda.amazonaws.com', 'ec2.amazonaws.com']),
};

export const resourcePolicyProperties: readonly Property[] = [
  {
    name: 'the policies of queues, topics, keys, buckets and roles let in whom the stack needs, and nobody else',
    check: (plan) => {
      const allowances = allowancesOf(plan);
      return faultsOf(plan.resources(), (body, address) => {
        const expected = allowances.filter((one) => one.address === address).map(({ grant }) => essence(grant));
        const seen = allowedBy(address, body).map(essence);
        return [
          ...expected.filter((one) => !seen.includes(one)).map((one) => `does not allow ${one}`),
          ...seen.filter((one) => !expected.includes(one)).map((one) => `allows ${one}`),
        ];
      });
    },
    brokenBy: BROKEN_BY,
  },
];

/** Without what functions may do, which `roles.ts` compares with their manifests. */
const allowedBy = (address: string, body: object): PolicyStatement[] =>
  address.startsWith('aws_iam_role_policy.')
    ? []
    : policiesIn(body)
        .flatMap(({ statements }) => statements)
        .filter(({ Effect }) => Effect === 'Allow');
