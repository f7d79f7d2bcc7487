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
      'a condition that always holds': ({ json }) => {
        const [guard] = json.data?.aws_sqs_queues?.queues_found?.lifecycle?.postcondition ?? [];
        if (guard) guard.condition = guard.condition.replace('== 0', '>= 0');
      },
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
  const isNamed = (queue: string) =>
    remove.some((removed) => ENDINGS.some((ending) => queue === `carillon-${name}-${removed}${ending}`));
  return [
    ...(prefix === `carillon-${name}-` ? [] : [`finds queues that begin with ${prefix}`]),
    ...declared.filter((queue) => !known.includes(queue)).map((queue) => `refuses ${queue}, which is declared`),
    ...others.filter((queue) => !isNamed(queue)).map((queue) => `lets ${queue} go`),
  ];
}

/** Of the queues of a channel or function. */
const ENDINGS = ['', '-dlq', '-subscription-dlq', '-stream-dlq'];

/** Of the one condition that refuses every other queue; none of any other. */
function namesIn(condition: string): string[] {
  const names = CONDITION.exec(condition)?.[1];
  return names === undefined ? [] : (JSON.parse(names) as string[]);
}
const CONDITION =
  /^\$\{length\(setsubtract\(\[for url in self\.queue_urls : basename\(url\)\], (\["[\w",-]+"\])\)\) == 0\}$/;
