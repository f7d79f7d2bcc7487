import { fedQueues } from './flow';
import { add, addStatement, removeStatement, setStatement, unset } from './mutations';
import { allowsOf, list, type PolicyStatement, refusesPlainHttp } from './policy-document';
import { faultsOf, type Property } from './property';

const change = (id: string, sid: string, members: Parameters<typeof setStatement>[4]) =>
  setStatement('aws_sqs_queue', id, 'policy', sid, members);

/** Each would be a second place for what the queue, topic or role says itself; the last one applied wins. */
const POLICY_RESOURCES = [
  'aws_sqs_queue_policy',
  'aws_sqs_queue_redrive_policy',
  'aws_sqs_queue_redrive_allow_policy',
  'aws_sns_topic_policy',
  'aws_iam_role_policy_attachment',
];

export const queuePolicyProperties: readonly Property[] = [
  {
    name: 'every queue refuses plain http',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sqs_queue'),
        ({ name, policy }) => !refusesPlainHttp(policy, 'sqs:*', plan.arn('sqs', name)) && 'accepts plain http',
      ),
    brokenBy: {
      'no policy': unset('aws_sqs_queue', 'email_dlq', 'policy'),
      'no such statement': removeStatement('aws_sqs_queue', 'email_subscription_dlq', 'policy', 'DenyPlainHttp'),
      'TLS refused instead': change('email_queue', 'DenyPlainHttp', {
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }),
      'for one action': change('email_queue', 'DenyPlainHttp', { Action: 'sqs:SendMessage' }),
      'on another queue': change('email_queue', 'DenyPlainHttp', { Resource: 'arn:aws:sqs:::other' }),
      'for services': change('email_queue', 'DenyPlainHttp', { Principal: { Service: 'sns.amazonaws.com' } }),
    },
  },
  {
    name: 'a queue policy lets nobody in but a service, to send, on behalf of the topic or rule that feeds the queue',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), ({ name, policy }, address) => {
        const feeding = fedQueues(plan).filter(({ queue }) => queue.address === address);
        const expected = feeding.map((feed) => serviceMaySend(plan.arn('sqs', name), feed));
        return allowsOf(policy).flatMap((statement) =>
          expected.includes(essence(statement)) ? [] : [`allows ${essence(statement)}`],
        );
      }),
    brokenBy: {
      everybody: change('email_queue', 'AllowTopicToSend', { Principal: '*' }),
      'any topic of anybody': change('email_queue', 'AllowTopicToSend', { Condition: undefined }),
      'a pattern of topics': change('email_queue', 'AllowTopicToSend', {
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } },
      }),
      'any rule': change('specimen_schedule_dlq', 'AllowRuleToSend', { Condition: undefined }),
      'every action': change('email_subscription_dlq', 'AllowTopicToSend', { Action: 'sqs:*' }),
      'somebody to a queue that no topic feeds': addStatement('aws_sqs_queue', 'email_dlq', 'policy', {
        Effect: 'Allow',
        Principal: { AWS: '111122223333' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      }),
    },
  },
  {
    name: 'every queue that a topic or rule feeds lets it send',
    check: (plan) =>
      fedQueues(plan).flatMap(({ queue, ...feed }) =>
        faultsOf([queue], ({ name, policy }) => {
          const expected = serviceMaySend(plan.arn('sqs', name), feed);
          return !allowsOf(policy).map(essence).includes(expected) && `does not let ${feed.sourceArn} send`;
        }),
      ),
    brokenBy: {
      'no policy': unset('aws_sqs_queue', 'email_queue', 'policy'),
      'no such statement': removeStatement('aws_sqs_queue', 'email_subscription_dlq', 'policy', 'AllowTopicToSend'),
      'no such statement of a rule': removeStatement(
        'aws_sqs_queue',
        'specimen_schedule_dlq',
        'policy',
        'AllowRuleToSend',
      ),
    },
  },
  {
    name: 'a policy is set in one place only',
    check: (plan) =>
      faultsOf(
        plan.resources(),
        (_, address) => POLICY_RESOURCES.includes(address.split('.')[0] ?? '') && 'is a second place for a policy',
      ),
    brokenBy: Object.fromEntries(POLICY_RESOURCES.map((type) => [type, add(type, 'second', {})])),
  },
];

const serviceMaySend = (queueArn: string, feed: { readonly service: string; readonly sourceArn: string }): string =>
  essence({
    Effect: 'Allow',
    Principal: { Service: feed.service },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': feed.sourceArn } },
  });

/** A statement as text, whatever its name. */
const essence = ({ Principal, Action, Resource, Condition }: PolicyStatement): string =>
  JSON.stringify([Principal, list(Action), list(Resource), Condition]);
