import type { Plan } from './plan';
import type { Property } from './property';

const ADDRESS = 'data.aws_sqs_queues.queues_found';

export const removedQueueProperties: readonly Property[] = [
  {
    name: 'a plan fails that would destroy an undeclared queue, unless CARILLON_REMOVE names its owner',
    check: (plan) =>
      plan.environment.name === 'local' ? [] : faultsOfGuard(plan).map((text) => `${ADDRESS}: ${text}`),
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

/** Name suffixes of the queues of a channel or function. */
const ENDINGS = ['', '-dlq', '-subscription-dlq', '-stream-dlq', '-rule-dlq'];

/** Queue names in the guard's condition; empty for a condition of another form. */
function namesIn(condition: string): string[] {
  const names = CONDITION.exec(condition)?.[1];
  return names === undefined ? [] : (JSON.parse(names) as string[]);
}
const CONDITION =
  /^\$\{length\(setsubtract\(\[for url in self\.queue_urls : basename\(url\)\], (\["[\w",-]+"\])\)\) == 0\}$/;
