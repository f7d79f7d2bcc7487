import { setStatement } from './mutations';
import { refusesPlainHttp } from './policy-document';
import { faultsOf, type Property } from './property';

export const topicProperties: readonly Property[] = [
  {
    name: 'every topic is encrypted, with the key of the account for SNS',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sns_topic'),
        ({ kms_master_key_id: key }) => key !== 'alias/aws/sns' && `is encrypted with ${key ?? 'nothing'}`,
      ),
  },
  {
    name: 'the topic of alarms has no key: CloudWatch may not use that of SNS, and its alarms would be lost',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sns_topic').filter(({ address }) => address === 'aws_sns_topic.topics_alarms'),
        ({ kms_master_key_id: key }) => key !== undefined && `is encrypted with ${key}`,
      ),
  },
  {
    name: 'every topic refuses plain http',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sns_topic'),
        ({ name, policy }) => !refusesPlainHttp(policy, 'sns:Publish', plan.arn('sns', name)) && 'accepts plain http',
      ),
    brokenBy: {
      'for another action': setStatement('aws_sns_topic', 'topics_alarms', 'policy', 'DenyPlainHttp', {
        Action: 'sns:Subscribe',
      }),
    },
  },
];
