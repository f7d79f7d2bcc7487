import { addStatement, removeStatement, set, setStatement, unset } from './mutations';
import type { Plan } from './plan';
import { allowsOf, list, type PolicyStatement, refusesPlainHttp } from './policy-document';
import { faultsOf, type Property } from './property';

const PRODUCER = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):(?:root|(?:role|user)\/[\w+=.@/-]+)$/;

const changeProducers = (change: Partial<PolicyStatement>) =>
  setStatement('aws_sns_topic', 'topics_notifications', 'policy', 'AllowProducersToPublish', change);

export const topicProperties: readonly Property[] = [
  {
    name: 'every topic is encrypted, with the key of the account for SNS',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sns_topic'),
        ({ kms_master_key_id: key }) => key !== 'alias/aws/sns' && `is encrypted with ${key ?? 'nothing'}`,
      ),
    brokenBy: {
      'no key': unset('aws_sns_topic', 'topics_notifications', 'kms_master_key_id'),
      'a key that SNS may not use': set('aws_sns_topic', 'topics_notifications', {
        kms_master_key_id: 'alias/aws/sqs',
      }),
    },
  },
  {
    name: 'every topic refuses plain http',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sns_topic'),
        ({ name, policy }) => !refusesPlainHttp(policy, 'sns:Publish', plan.arn('sns', name)) && 'accepts plain http',
      ),
    brokenBy: {
      'no policy': unset('aws_sns_topic', 'topics_notifications', 'policy'),
      'no such statement': removeStatement('aws_sns_topic', 'topics_alarms', 'policy', 'DenyPlainHttp'),
      'for another action': setStatement('aws_sns_topic', 'topics_alarms', 'policy', 'DenyPlainHttp', {
        Action: 'sns:Subscribe',
      }),
    },
  },
  {
    name: 'a topic policy lets others publish to this topic, and do nothing else',
    check: (plan) =>
      faultsOf(plan.all('aws_sns_topic'), ({ name, policy }) =>
        allowsOf(policy).flatMap(({ Action, Resource }) => [
          ...list(Action).flatMap((action) => (action === 'sns:Publish' ? [] : [`allows ${action}`])),
          ...list(Resource).flatMap((to) => (to === plan.arn('sns', name) ? [] : [`allows to publish to ${to}`])),
        ]),
      ),
    brokenBy: {
      'every action': changeProducers({ Action: 'sns:*' }),
      'one action more': changeProducers({ Action: ['sns:Publish', 'sns:Subscribe'] }),
      'every topic': changeProducers({ Resource: '*' }),
    },
  },
  {
    name: 'a topic policy names producers of the account by ARN, and services with the account they act for',
    check: (plan) =>
      faultsOf(plan.all('aws_sns_topic'), ({ policy }) =>
        allowsOf(policy)
          .filter((statement) => !namesPrincipals(statement, plan))
          .map(({ Principal }) => `lets in ${JSON.stringify(Principal)}`),
      ),
    brokenBy: {
      everybody: changeProducers({ Principal: '*' }),
      'everybody of AWS': changeProducers({ Principal: { AWS: '*' } }),
      'a pattern': changeProducers({ Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }),
      'a producer of another account': changeProducers({ Principal: { AWS: 'arn:aws:iam::444455556666:role/shop' } }),
      'an account id': changeProducers({ Principal: { AWS: ['111122223333'] } }),
      'nobody by name, with a condition': addStatement('aws_sns_topic', 'topics_notifications', 'policy', {
        Effect: 'Allow',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-notifications',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } },
      }),
      'a service on behalf of anybody': setStatement(
        'aws_sns_topic',
        'topics_alarms',
        'policy',
        'AllowAlarmsToPublish',
        { Condition: undefined },
      ),
    },
  },
];

function namesPrincipals({ Principal, Condition }: PolicyStatement, { environment }: Plan): boolean {
  if (typeof Principal !== 'object') return false;
  const { AWS, Service, ...others } = Principal;
  if (Object.keys(others).length > 0 || !list(AWS).every((arn) => PRODUCER.exec(arn)?.[1] === environment.accountId))
    return false;
  return list(Service).length === 0 || Condition?.StringEquals?.['aws:SourceAccount'] === environment.accountId;
}
