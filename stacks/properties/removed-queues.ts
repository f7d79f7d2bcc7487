import type { Plan } from './plan';
import type { Property } from './property';
import type { QueuesBody } from './terraform-json';

const ADDRESS = 'data.aws_sqs_queues.queues_found';

const change =
  (members: Partial<QueuesBody>) =>
  ({ json }: Plan): void =>
    void Object.assign(json.data?.aws_sqs_queues?.queues_found ?? {}, members);

/** Takes a name out of the condition, or puts one in. */
const rename =
  (name: string, other: string) =>
  ({ json }: Plan): void => {
    const [condition] = json.data?.aws_sqs_queues?.queues_found?.lifecycle?.postcondition ?? [];
    if (condition) condition.condition = condition.condition.replace(`"${name}"`, `"${other}"`);
  };

export const removedQueueProperties: readonly Property[] = [
  {
    name: 'no plan is made that destroys a queue which the stack no longer declares, unless that was said',
    check: (plan) =>
      plan.environment.name === 'local' ? [] : faultsOfGuard(plan).map((text) => `${ADDRESS}: ${text}`),
    brokenBy: {
      'not asked for': ({ json }) => void delete json.data?.aws_sqs_queues,
      'no condition': change({ lifecycle: {} }),
      'of another environment': change({ queue_name_prefix: 'carillon-dev-' }),
      'a queue that is always refused': rename('carillon-prod-email', 'carillon-prod-mail'),
      'another queue that may go': rename('carillon-prod-email', 'carillon-prod-email","carillon-prod-sms'),
    },
  },
];

function faultsOfGuard(plan: Plan): string[] {
  const { name, remove = [] } = plan.environment;
  const { queue_name_prefix: prefix, lifecycle } = plan.json.data?.aws_sqs_queues?.queues_found ?? {};
  const declared = plan.all('aws_sqs_queue').map(({ body }) => body.name);
  const known = namesIn(lifecycle?.postcondition?.[0]?.condition ?? '');
  const others = known.filter((queue) => !declared.includes(queue));
  const isNamed = (queue: string) => remove.some((removed) => queue.startsWith(`carillon-${name}-${removed}`));
  return [
    ...(prefix === `carillon-${name}-` ? [] : [`finds queues that begin with ${prefix}`]),
    ...declared.filter((queue) => !known.includes(queue)).map((queue) => `refuses ${queue}, which is declared`),
    ...others.filter((queue) => !isNamed(queue)).map((queue) => `lets ${queue} go`),
  ];
}

/** Of `… self.queue_urls …, ["carillon-prod-email", …])) == 0`. */
const namesIn = (condition: string): string[] => [...condition.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
