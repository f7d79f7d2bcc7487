import { add, setStatement } from './mutations';
import { refusesPlainHttp } from './policy-document';
import { faultsOf, type Property } from './property';

const change = (id: string, sid: string, members: Parameters<typeof setStatement>[4]) =>
  setStatement('aws_sqs_queue', id, 'policy', sid, members);

/** Types that set the same attribute as the queue, topic or role itself: the last one applied would win. */
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
      'for one action': change('email_queue', 'DenyPlainHttp', { Action: 'sqs:SendMessage' }),
      'on another queue': change('email_queue', 'DenyPlainHttp', { Resource: 'arn:aws:sqs:::other' }),
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
