import { eventSources } from './flow';
import type { Plan } from './plan';
import { allowsOf, list } from './policy-document';
import { faultsOf, type Property } from './property';
import type { RolePolicyBody } from './terraform-json';

const TYPE = 'aws_lambda_function_recursion_config';

export const loopProperties: readonly Property[] = [
  {
    name: 'Lambda ends no chain of a function that may send to its own queue, and every other one',
    check: (plan) =>
      faultsOf(plan.all('aws_lambda_function'), (body, address) => {
        const isAllowed = plan
          .all(TYPE)
          .some(
            ({ body: config }) =>
              plan.referred('aws_lambda_function', config.function_name)?.address === address &&
              config.recursive_loop === 'Allow',
          );
        if (isAllowed === sendsToItself(plan, address, body.role)) return [];
        return [isAllowed ? 'may loop without limit' : 'is stopped after 16 rounds'];
      }),
  },
];

function sendsToItself(plan: Plan, address: string, role: string): boolean {
  const own = eventSources(plan)
    .filter((source) => source.function.address === address)
    .map(({ queue }) => plan.arn('sqs', queue.name));
  const isOwn = ({ role: of }: RolePolicyBody) =>
    plan.referred('aws_iam_role', of)?.address === plan.referred('aws_iam_role', role)?.address;
  return plan
    .all('aws_iam_role_policy')
    .filter(({ body }) => isOwn(body))
    .flatMap(({ body }) => allowsOf(body.policy))
    .some(
      ({ Action, Resource }) =>
        list(Action).includes('sqs:SendMessage') && list(Resource).some((resource) => own.includes(resource)),
    );
}
