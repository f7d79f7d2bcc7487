import { set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const TYPE = 'aws_lambda_function';
/** Lambda's limits: 0 would stop the function, and -1 reserves nothing. */
const NONE = -1;
/** Concurrency that Lambda keeps unreserved. */
const LEAST_UNRESERVED = 100;

const wantedBy = ({ manifests: { channels, functions } }: Plan): number =>
  [...channels, ...functions].reduce((sum, manifest) => sum + (manifest.function.reservedConcurrency ?? 0), 0);

/** The quota of a new account has no room for reservations. */
const hasRoom = (plan: Plan): boolean => (plan.environment.lambdaConcurrency ?? 0) - wantedBy(plan) >= LEAST_UNRESERVED;

const reservedBy = (plan: Plan): number =>
  plan
    .all(TYPE)
    .map(({ body }) => body.reserved_concurrent_executions ?? NONE)
    .filter((reserved) => reserved !== NONE)
    .reduce((sum, reserved) => sum + reserved, 0);

export const reservedConcurrencyProperties: readonly Property[] = [
  {
    name: 'exactly the functions of the manifests with a reservation reserve concurrency, if the quota of the account has room',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ function_name, reserved_concurrent_executions: reserved = NONE }) => {
        const { reservedConcurrency: own = NONE } = plan.manifestOf(function_name)?.function ?? {};
        const expected = hasRoom(plan) ? own : NONE;
        return reserved !== expected && `reserves ${reserved}, expected ${expected}`;
      }),
  },
  {
    name: 'reservations leave a hundred executions unreserved, and suffice for the concurrency of the event source',
    check: (plan) => {
      const { lambdaConcurrency = LEAST_UNRESERVED } = plan.environment;
      const left = lambdaConcurrency - reservedBy(plan);
      return [
        ...(left >= LEAST_UNRESERVED || reservedBy(plan) === 0 ? [] : [`stack: ${left} are left unreserved`]),
        ...plan.all('aws_lambda_event_source_mapping').flatMap(({ body: { function_name, scaling_config } }) => {
          const fn = plan.referred(TYPE, function_name);
          const { reserved_concurrent_executions: reserved = NONE } = fn?.body ?? {};
          const most = scaling_config?.maximum_concurrency ?? 0;
          return reserved === NONE || reserved >= most ? [] : [`${fn?.address}: reserves ${reserved}, runs ${most}`];
        }),
      ];
    },
    brokenBy: {
      'all of the account': set(TYPE, 'unsubscribe_function', { reserved_concurrent_executions: 950 }),
    },
  },
];
