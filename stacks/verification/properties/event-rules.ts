import type { EventSource } from '../../../shared/domain/manifest/event-source';
import { deadLettersOf, redriveOf } from './flow';
import { add, reference, set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property } from './property';
import type { EventRuleBody } from './terraform-json';

const RULE = 'aws_cloudwatch_event_rule';
const TARGET = 'aws_cloudwatch_event_target';
const BUS = 'aws_cloudwatch_event_bus';
const ARCHIVE = 'aws_cloudwatch_event_archive';
const ID = 'events_target_object_created';

/** EventBridge's maximum of both. */
const DAY_SECONDS = 86_400;
const MAX_RETRIES = 185;

export const eventRuleProperties: readonly Property[] = [
  {
    name: 'every event source that the environment switches on has a rule with its pattern on its bus, and no other pattern has one',
    check: (plan) => {
      const wanted = wantedRules(plan);
      const seen = patterned(plan).map(({ body }) => inWords(plan, body));
      return [
        ...wanted.filter((one) => !seen.includes(one)).map((one) => `stack: has no rule ${one}`),
        ...faultsOf(patterned(plan), (body) => {
          const one = inWords(plan, body);
          return !wanted.includes(one) && `is ${one}, which no source is`;
        }),
      ];
    },
    brokenBy: {
      'every event': set(RULE, 'events_rule_object_created', { event_pattern: '{"source":[{"prefix":""}]}' }),
      'another bus': set(RULE, 'events_rule_object_created', { event_bus_name: reference(`${BUS}.bus_bus.name`) }),
    },
  },
  {
    name: 'a rule with a pattern sends whole events to the source queue of its function, on the bus of the rule',
    check: (plan) =>
      faultsOf(patterned(plan), (rule, address) => {
        const targets = targetsOf(plan, address);
        const queues = targets.flatMap(({ body }) => plan.referred('aws_sqs_queue', body.arn)?.body.name ?? []);
        const isOnItsBus = targets.every(({ body }) => body.event_bus_name === rule.event_bus_name);
        const isWhole = targets.every(({ body }) => !CHANGING.some((member) => member in body));
        const own = ownerOf(plan, rule.name);
        return [
          ...(rule.schedule_expression === undefined ? [] : ['also runs by a schedule']),
          ...(queues.join() === own ? [] : [`sends to ${queues.join() || 'nothing'}`]),
          ...(isOnItsBus ? [] : ['has a target on another bus']),
          ...(isWhole ? [] : ['changes what it sends']),
        ];
      }),
    brokenBy: {
      'a second target': add(TARGET, 'second', {
        rule: reference(`${RULE}.events_rule_object_created.name`),
        arn: reference('aws_sqs_queue.email_queue.arn'),
      }),
      'a part of the event': set(TARGET, ID, { input_path: '$.detail' } as never),
    },
  },
  {
    name: 'an event that EventBridge could not hand over to a queue is retried for a day, then dead-lettered beside those that the function refuses',
    check: (plan) =>
      faultsOf(ofPatterns(plan), (body, address) => {
        const { maximum_event_age_in_seconds: age, maximum_retry_attempts: retries } = body.retry_policy ?? {};
        const queue = deadLettersOf(plan, { address, body })?.address;
        return [
          ...(age === DAY_SECONDS && retries === MAX_RETRIES ? [] : [`gives up after ${age} s or ${retries} retries`]),
          ...(queue && !isOfQueue(plan, queue) ? [] : [`dead-letters into ${queue ?? 'nothing'}`]),
        ];
      }),
    brokenBy: {
      'the queue of what the function refused': set(TARGET, ID, {
        dead_letter_config: { arn: reference('aws_sqs_queue.events_dlq.arn') },
      }),
    },
  },
  {
    name: 'there is one event bus, named after the environment, whose archive keeps all its events for as long as the environment says',
    check: (plan) => {
      const { name, busRetentionDays } = plan.environment;
      const archives = plan.all(ARCHIVE);
      return [
        ...faultsOf(plan.all(BUS), (body) => body.name !== `carillon-${name}` && `is named ${body.name}`),
        ...(plan.all(BUS).length === 1 && archives.length === 1 ? [] : ['stack: has not one bus with one archive']),
        ...faultsOf(archives, (body) => [
          ...(plan.referred(BUS, body.event_source_arn) ? [] : ['is of another bus']),
          ...(body.event_pattern === undefined ? [] : ['lacks events']),
          ...(body.retention_days === busRetentionDays ? [] : [`keeps events for ${body.retention_days} days`]),
        ]),
      ];
    },
    brokenBy: { 'a part of the events': set(ARCHIVE, 'bus_archive', { event_pattern: '{"source":["carillon"]}' }) },
  },
];

/** Name of the source queue of the function whose rule this is. */
function ownerOf(plan: Plan, rule: string): string | undefined {
  const prefix = `carillon-${plan.environment.name}-`;
  const owner = plan.manifests.functions.find(
    ({ name, trigger }) =>
      trigger.kind === 'event-rules' && trigger.sources.some((source) => rule === `${prefix}${name}-${source.name}`),
  );
  return owner && prefix + owner.name;
}

/** Attributes that change what a target receives. */
const CHANGING = ['input', 'input_path', 'input_transformer'];

/** Rules with a pattern, but for those of uploads, which have properties of their own. */
const patterned = (plan: Plan): Resource<EventRuleBody>[] =>
  plan.all(RULE).filter(({ body }) => body.event_pattern !== undefined && !isOfUploads(plan, body.name));

const isOfUploads = (plan: Plan, rule: string): boolean =>
  plan.manifests.functions.some(
    ({ name, trigger }) => trigger.kind === 'uploads' && rule === `carillon-${plan.environment.name}-${name}`,
  );

const targetsOf = (plan: Plan, rule: string) =>
  plan.all(TARGET).filter(({ body }) => plan.referred(RULE, body.rule)?.address === rule);

const ofPatterns = (plan: Plan) => patterned(plan).flatMap(({ address }) => targetsOf(plan, address));

const isOfQueue = (plan: Plan, queue: string): boolean =>
  plan.all('aws_sqs_queue').some(({ body }) => plan.queueByArn(redriveOf(body).deadLetterTargetArn)?.address === queue);

/** Independent of `stacks/triggers`, which properties check. */
function wantedRules(plan: Plan): string[] {
  const { name, eventSources } = plan.environment;
  return plan.manifests.functions.flatMap(({ name: fn, trigger }) =>
    trigger.kind === 'event-rules'
      ? trigger.sources
          .filter((source) => eventSources.includes(source.name))
          .map(
            (source) =>
              `carillon-${name}-${fn}-${source.name} of ${JSON.stringify(source.pattern)} on ${busOf(source, name)}`,
          )
      : [],
  );
}

const busOf = ({ bus }: EventSource, environment: string): string =>
  bus === 'carillon' ? `carillon-${environment}` : 'default';

const inWords = (plan: Plan, { name, event_pattern: pattern, event_bus_name: bus }: EventRuleBody): string => {
  const named = bus === undefined ? 'default' : (plan.referred(BUS, bus)?.body.name ?? bus);
  return `${name} of ${pattern} on ${named}`;
};
