import { leaves } from '../../../shared/domain/filter-policy/leaves';
import { validateFilterPolicy } from '../../../shared/domain/filter-policy/validate';
import { MESSAGE_ATTRIBUTES } from '../../../shared/domain/notification/routing';
import { queueSubscriptions, redriveOf } from './flow';
import { add, reference, set, setJson } from './mutations';
import { faultsOf, type Property } from './property';

const ID = 'email_subscription';
const TYPE = 'aws_sns_topic_subscription';
const queueArn = (name: string, region = 'eu-central-1') => `arn:aws:sqs:${region}:111122223333:carillon-prod-${name}`;

export const subscriptionProperties: readonly Property[] = [
  {
    name: 'a subscription delivers to a queue of the plan, or mails alarms',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ protocol, endpoint, topic_arn }) => {
        if (protocol === 'sqs') return !plan.referred('aws_sqs_queue', endpoint) && `sends to ${endpoint}`;
        const topic = plan.referred('aws_sns_topic', topic_arn)?.address ?? topic_arn;
        const isAlarmMail = protocol === 'email' && topic === 'aws_sns_topic.topics_alarms';
        return (
          !(isAlarmMail && endpoint === plan.environment.alarmEmail) && `sends ${topic} by ${protocol} to ${endpoint}`
        );
      }),
  },
  {
    name: 'the alarm address of the environment is subscribed to the alarms topic',
    check: (plan) => {
      const { alarmEmail } = plan.environment;
      const isMailed = plan
        .all(TYPE)
        .some(({ body: { protocol, endpoint } }) => protocol === 'email' && endpoint === alarmEmail);
      return alarmEmail === undefined || isMailed ? [] : [`aws_sns_topic.topics_alarms: does not mail ${alarmEmail}`];
    },
  },
  {
    name: 'every subscription of a queue dead-letters into another queue of its account and region',
    check: (plan) =>
      faultsOf(queueSubscriptions(plan), (body) => {
        const target = redriveOf(body).deadLetterTargetArn;
        if (target === undefined) return 'has no dead-letter queue';
        const found = plan.queueByArn(target)?.address;
        const own = plan.referred('aws_sqs_queue', body.endpoint)?.address;
        return (found === undefined || found === own) && `dead-letters into ${target}`;
      }),
    brokenBy: {
      'a queue of another region': setJson(TYPE, ID, 'redrive_policy', {
        deadLetterTargetArn: queueArn('email-subscription-dlq', 'eu-west-1'),
      }),
      'its own queue': setJson(TYPE, ID, 'redrive_policy', { deadLetterTargetArn: queueArn('email') }),
    },
  },
  {
    name: "a subscription's dead-letter queue serves no queue, so that an operator can tell SNS failures from function failures",
    check: (plan) => {
      const ofQueues = plan.all('aws_sqs_queue').map(({ body }) => redriveOf(body).deadLetterTargetArn);
      return faultsOf(queueSubscriptions(plan), (body) => {
        const target = redriveOf(body).deadLetterTargetArn;
        return target !== undefined && ofQueues.includes(target) && `shares ${target} with a queue`;
      });
    },
    brokenBy: {
      'a shared one': setJson(TYPE, ID, 'redrive_policy', { deadLetterTargetArn: queueArn('email-dlq') }),
    },
  },
  {
    name: 'messages are delivered raw, as the functions read them',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        ({ protocol, raw_message_delivery = false }) =>
          raw_message_delivery !== (protocol === 'sqs') && `is raw: ${raw_message_delivery}`,
      ),
  },
  {
    name: 'every filter policy is literal: Terraform knows it when it plans',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        ({ filter_policy: text = '' }) => /[$%]\{/.test(text) && `filter policy ${text} is evaluated by Terraform`,
      ),
    brokenBy: { 'a reference': set(TYPE, ID, { filter_policy: reference('aws_sns_topic.topics_notifications.name') }) },
  },
  {
    name: 'every filter policy is one that SNS accepts, with its scope said',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ filter_policy, filter_policy_scope: scope }) => {
        if (filter_policy === undefined) return scope !== undefined && 'has a scope and no filter policy';
        if (scope !== 'MessageAttributes') return `scope is ${scope ?? 'not set'}`;
        return validateFilterPolicy(parsed(filter_policy), scope).map(({ code, message }) => `${code}: ${message}`);
      }),
    brokenBy: {
      'no JSON': set(TYPE, ID, { filter_policy: '{' }),
      'an unknown operator': set(TYPE, ID, { filter_policy: '{"type":[{"like":"order"}]}' }),
      'six keys': set(TYPE, ID, { filter_policy: '{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}' }),
      'a key beside $or and in a branch': set(TYPE, ID, {
        filter_policy: '{"tenant":["a"],"$or":[{"tenant":["b"]},{"type":["c"]}]}',
      }),
      'nested keys': set(TYPE, ID, { filter_policy: '{"data":{"total":[1]}}' }),
      'more than 150 combinations': set(TYPE, ID, {
        filter_policy: JSON.stringify({ type: Array.from({ length: 151 }, (_, index) => `type.${index}`) }),
      }),
    },
  },
  {
    name: 'filter policies use attributes that notifications have',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ filter_policy = '{}' }) =>
        leaves(Object(parsed(filter_policy)))
          .filter(({ name }) => !MESSAGE_ATTRIBUTES.includes(name))
          .map(({ name }) => `filters by ${name}, which no notification carries`),
      ),
    brokenBy: {
      'a misspelt one': set(TYPE, ID, { filter_policy: '{"channel":["email"]}' }),
      'one in a branch': set(TYPE, ID, { filter_policy: '{"$or":[{"type":["a.b"]},{"channel":["email"]}]}' }),
    },
  },
  {
    name: 'a queue is subscribed once',
    check: (plan) => {
      const endpoints = plan.all(TYPE).map(({ body }) => body.endpoint);
      return faultsOf(
        plan.all(TYPE),
        ({ endpoint }) =>
          endpoints.filter((other) => other === endpoint).length > 1 && `${endpoint} is subscribed twice`,
      );
    },
    brokenBy: {
      twice: add(TYPE, 'second', {
        topic_arn: reference('aws_sns_topic.topics_notifications.arn'),
        protocol: 'sqs',
        endpoint: reference('aws_sqs_queue.email_queue.arn'),
      }),
    },
  },
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
