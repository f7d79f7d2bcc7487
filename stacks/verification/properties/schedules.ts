import { isScheduleExpression } from '../../triggers/schedule-expression';
import { deadLettersOf, failedRunsOf, redriveOf } from './flow';
import { scheduleOf } from './heartbeat';
import { reference, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property, within } from './property';

const RULE = 'aws_cloudwatch_event_rule';
const TARGET = 'aws_cloudwatch_event_target';
const PERMISSION = 'aws_lambda_permission';
const RUNS = 'aws_lambda_function_event_invoke_config';
const ID = 'specimen_schedule';

/** Maximum event age; the defaults are 24 hours for EventBridge and 6 for Lambda. After an hour the next run does the work. */
const MAX_RUN_AGE_SECONDS = 3600;
/** Lambda's maximum. */
const MAX_RETRIES = 2;

const isGivenUp = (age: number, retries: number | undefined): boolean =>
  within(60, MAX_RUN_AGE_SECONDS, age) && retries !== undefined && within(0, MAX_RETRIES, retries);

export const scheduleProperties: readonly Property[] = [
  {
    name: 'a target is on the bus of its rule',
    check: (plan) => onAnotherBus(plan),
  },
  {
    name: 'every rule without a pattern is a schedule that EventBridge knows, and starts one function of the plan',
    check: (plan) =>
      faultsOf(scheduled(plan), ({ schedule_expression: expression = '' }, address) => {
        const targets = plan.all(TARGET).filter(({ body }) => plan.referred(RULE, body.rule)?.address === address);
        const functions = targets.flatMap(({ body }) => plan.referred('aws_lambda_function', body.arn) ?? []);
        const wanted = functions.map(({ body }) => scheduleOf(plan, body.function_name)).join();
        return [
          ...(isScheduleExpression(expression) && expression === wanted
            ? []
            : [`runs at '${expression}', expected '${wanted}'`]),
          ...(targets.length === 1 && functions.length === 1 ? [] : [`starts ${functions.length} functions`]),
        ];
      }),
    brokenBy: {
      'another target': set(TARGET, `${ID}_target`, { arn: reference('aws_sqs_queue.email_queue.arn') }),
    },
  },
  {
    name: 'a run that EventBridge could not start is dead-lettered within an hour, into a queue of its own',
    check: (plan) =>
      faultsOf(ofSchedules(plan), (body, address) => {
        const { maximum_event_age_in_seconds: age = 86_400, maximum_retry_attempts: retries } = body.retry_policy ?? {};
        const queue = deadLettersOf(plan, { address, body })?.address;
        return [
          ...(isGivenUp(age, retries) ? [] : [`gives up after ${age} s or ${retries} retries`]),
          ...(queue && !isShared(plan, queue, address) ? [] : [`dead-letters into ${queue ?? 'nothing'}`]),
        ];
      }),
  },
  {
    name: 'Lambda discards an asynchronous run within an hour, retries included',
    check: (plan) =>
      faultsOf(ofSchedules(plan), ({ arn }) => {
        const fn = plan.referred('aws_lambda_function', arn)?.address;
        const runs = plan
          .all(RUNS)
          .find(({ body }) => plan.referred('aws_lambda_function', body.function_name)?.address === fn)?.body;
        const { maximum_event_age_in_seconds: age = 21_600, maximum_retry_attempts: retries } = runs ?? {};
        return !isGivenUp(age, retries) && `runs are kept for ${age} s or ${retries} retries`;
      }),
  },
  {
    name: 'a failed run goes, with its error, to the same dead-letter queue',
    check: (plan) =>
      faultsOf(plan.all(RUNS), (body, address) => {
        const fn = plan.referred('aws_lambda_function', body.function_name)?.address;
        const target = plan
          .all(TARGET)
          .find(({ body: { arn } }) => plan.referred('aws_lambda_function', arn)?.address === fn);
        const queue = failedRunsOf(plan, { address, body })?.address;
        const role = plan.find(
          'aws_iam_role_policy',
          `aws_iam_role_policy.${address.replace(/^.*\.(.*)_runs$/, '$1')}_policy`,
        );
        return [
          ...(queue && queue === (target && deadLettersOf(plan, target)?.address)
            ? []
            : [`tells ${queue ?? 'nobody'}`]),
          ...(role && body.depends_on?.includes(role.address) ? [] : ['may be made before the function may send']),
        ];
      }),
  },
  {
    name: 'a schedule is created after the permission to invoke its function',
    check: (plan) =>
      faultsOf(ofSchedules(plan), ({ arn, depends_on = [] }) => {
        const fn = plan.referred('aws_lambda_function', arn)?.address;
        return plan
          .all(PERMISSION)
          .filter(({ body }) => plan.referred('aws_lambda_function', body.function_name)?.address === fn)
          .flatMap(({ address }) => (depends_on.includes(address) ? [] : [`does not depend on ${address}`]));
      }),
  },
];

/** Of a schedule and of an event of AWS the bus is that of the account, which nothing names. */
const onAnotherBus = (plan: Plan) =>
  faultsOf(plan.all(TARGET), ({ rule, event_bus_name: bus }) => {
    const { event_bus_name: expected } = plan.referred(RULE, rule)?.body ?? {};
    return bus !== expected && `is on ${bus}, and its rule on ${expected ?? 'the bus of the account'}`;
  });

const scheduled = (plan: Plan) => plan.all(RULE).filter(({ body }) => body.event_pattern === undefined);

const ofSchedules = (plan: Plan) => {
  const rules = scheduled(plan).map(({ address }) => address);
  return plan.all(TARGET).filter(({ body }) => rules.includes(plan.referred(RULE, body.rule)?.address ?? ''));
};

/** A schedule needs a dead-letter queue of its own, so that each message shows which function failed. */
function isShared(plan: Plan, queue: string, target: string): boolean {
  const owners = [...plan.all('aws_sqs_queue'), ...plan.all('aws_sns_topic_subscription')];
  return (
    owners.some(({ body }) => plan.queueByArn(redriveOf(body).deadLetterTargetArn)?.address === queue) ||
    plan.all(TARGET).some((other) => other.address !== target && deadLettersOf(plan, other)?.address === queue)
  );
}
