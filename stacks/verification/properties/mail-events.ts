import { queueSubscriptions } from './flow';
import { reference, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const SET = 'aws_sesv2_configuration_set';
const DESTINATION = 'aws_sesv2_configuration_set_event_destination';
const TOPIC = 'aws_sns_topic';
/** `resource-policies.ts` checks that only SES may publish to it. */
const MAIL_EVENTS = 'aws_sns_topic.mail_events';
const ID = 'mail_event_destination';

const NEEDED = ['BOUNCE', 'COMPLAINT', 'DELIVERY', 'DELIVERY_DELAY', 'REJECT', 'RENDERING_FAILURE', 'SEND'];
const change = (members: object) => set(DESTINATION, ID, { event_destination: { ...GOOD, ...members } });
const GOOD = {
  enabled: true,
  matching_event_types: NEEDED,
  sns_destination: { topic_arn: reference('aws_sns_topic.mail_events.arn') },
};

export const mailEventProperties: readonly Property[] = [
  {
    name: 'a complaint puts nobody on the list of the account, which stops the mail of every tenant',
    check: (plan) =>
      faultsOf(plan.all(SET), ({ suppression_options }) => {
        const reasons = suppression_options?.suppressed_reasons;
        return reasons?.join() !== 'BOUNCE' && `puts on the list of the account: ${reasons ?? 'what the account says'}`;
      }),
  },
  {
    name: 'SES publishes delivery events of every mail, but no opens and clicks',
    check: (plan) =>
      faultsOf(plan.all(SET), (_, address) => {
        const types = destinationsOf(plan, address)
          .filter(({ event_destination: { enabled } }) => enabled)
          .flatMap(({ event_destination }) => event_destination.matching_event_types);
        return types.toSorted().join() !== NEEDED.join() && `publishes ${types}`;
      }),
  },
  {
    name: 'SES publishes to the topic of mail events, which has no KMS key, and a queue is subscribed to it',
    check: (plan) =>
      faultsOf(plan.all(DESTINATION), ({ event_destination: { sns_destination } }) => {
        const topic = plan.referred(TOPIC, sns_destination?.topic_arn ?? '');
        if (topic?.address !== MAIL_EVENTS) return `goes to ${sns_destination?.topic_arn}`;
        const heard = queueSubscriptions(plan).some(
          ({ body }) => plan.referred(TOPIC, body.topic_arn)?.address === topic.address,
        );
        return [
          ...(heard || !sendsMail(plan) ? [] : [`no queue hears ${topic.address}`]),
          ...(topic.body.kms_master_key_id ? ['SES may not use the key of the topic'] : []),
        ];
      }),
    brokenBy: {
      'another topic': change({ sns_destination: { topic_arn: reference('aws_sns_topic.topics_events.arn') } }),
      'no topic': change({ sns_destination: undefined }),
    },
  },
];

const destinationsOf = (plan: Plan, set: string) =>
  plan
    .all(DESTINATION)
    .map(({ body }) => body)
    .filter(({ configuration_set_name }) => plan.referred(SET, configuration_set_name)?.address === set);

const sendsMail = ({ manifests }: Plan): boolean =>
  manifests.channels.some(({ capabilities }) => capabilities.includes('email:send'));
