import { readsStream } from './flow';
import { add, reference, set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property } from './property';
import type { EventSourceMappingBody } from './terraform-json';

const TYPE = 'aws_lambda_event_source_mapping';
const ID = 'email_event_source';
/** Lambda's default. */
const DEFAULT_BATCH_SIZE = 10;
const MAX_WAITING_BATCH = 100;
const MAX_BATCHING_WINDOW_SECONDS = 10;

export const eventSourceProperties: readonly Property[] = [
  {
    name: 'every function returns a partial batch response, so that only failed records are received again',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        ({ function_response_types: types = [] }) => types.join() !== 'ReportBatchItemFailures' && 'reports nothing',
      ),
  },
  {
    name: 'no event source of a queue has a filter: Lambda deletes messages that it excludes',
    check: (plan) => faultsOf(ofQueues(plan), ({ filter_criteria }) => filter_criteria !== undefined && 'is filtered'),
  },
  {
    name: 'the concurrency of every event source that is a queue is bounded, as Lambda allows: 2 to 1,000',
    check: (plan) =>
      faultsOf(ofQueues(plan), ({ scaling_config }) => {
        const { maximum_concurrency: maximum = 0 } = scaling_config ?? {};
        return (maximum < 2 || maximum > 1000) && `maximum_concurrency is ${maximum}`;
      }),
    brokenBy: {
      'too low': set(TYPE, ID, { scaling_config: { maximum_concurrency: 1 } }),
      'too high': set(TYPE, ID, { scaling_config: { maximum_concurrency: 1001 } }),
    },
  },
  {
    name: 'a batch of a queue has 1 to 10 records, or waits 1 to 10 s for at most 100',
    check: (plan) =>
      faultsOf(
        ofQueues(plan),
        ({ batch_size: size = DEFAULT_BATCH_SIZE, maximum_batching_window_in_seconds: wait = 0 }) => [
          ...(size < 1 || size > (wait > 0 ? MAX_WAITING_BATCH : 10) ? [`batch_size is ${size}`] : []),
          ...(wait > MAX_BATCHING_WINDOW_SECONDS ? [`waits ${wait} s for a batch to fill`] : []),
        ],
      ),
    brokenBy: {
      'a larger batch that waits': set(TYPE, ID, { batch_size: 101, maximum_batching_window_in_seconds: 1 }),
      'a long wait': set(TYPE, ID, { maximum_batching_window_in_seconds: 11 }),
    },
  },
  {
    name: "every event source depends on its function's permissions, without which AWS refuses it",
    check: (plan) =>
      faultsOf(plan.all(TYPE), (mapping) => {
        const policies = policiesOfFunction(plan, mapping);
        const missing = policies.filter((policy) => !mapping.depends_on?.includes(policy));
        return policies.length === 0
          ? 'has a function without a policy'
          : missing.map((policy) => `not after ${policy}`);
      }),
    brokenBy: {
      "another function's": set(TYPE, ID, { depends_on: ['aws_iam_role_policy.webhook_policy'] }),
    },
  },
  {
    name: 'every function is invoked by exactly one queue or permitted service; one that reads a stream also by a queue',
    check: (plan) => {
      const started = [...plan.all(TYPE), ...plan.all('aws_lambda_permission')].map(
        ({ body }) => plan.referred('aws_lambda_function', body.function_name)?.address,
      );
      return faultsOf(plan.all('aws_lambda_function'), (_, address) => {
        const starters = started.filter((other) => other === address).length;
        return starters !== (readsStream(plan, address) ? 2 : 1) && `is started by ${starters}`;
      });
    },
    brokenBy: {
      'a permission more': add('aws_lambda_permission', 'second', {
        function_name: reference('aws_lambda_function.email_function.function_name'),
      }),
    },
  },
];

const ofQueues = (plan: Plan) =>
  plan.all(TYPE).filter(({ body }) => plan.referred('aws_dynamodb_table', body.event_source_arn) === undefined);

function policiesOfFunction(plan: Plan, mapping: EventSourceMappingBody): string[] {
  const fn = plan.referred('aws_lambda_function', mapping.function_name);
  const role: Resource<unknown> | undefined = fn && plan.referred('aws_iam_role', fn.body.role);
  return plan
    .all('aws_iam_role_policy')
    .filter(({ body }) => role !== undefined && plan.referred('aws_iam_role', body.role)?.address === role.address)
    .map(({ address }) => address);
}
