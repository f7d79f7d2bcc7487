import { reference, set, unset } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const PERMISSION = 'aws_lambda_permission';
const ID = 'specimen_schedule_permission';
const HTTP_ID = 'unsubscribe_permission';

export const invocationProperties: readonly Property[] = [
  {
    name: 'a service may invoke a function on behalf of what the plan connects to it, and do nothing else',
    check: (plan) =>
      faultsOf(plan.all(PERMISSION), ({ action, principal, function_name, source_arn = '' }) => {
        const fn = plan.referred('aws_lambda_function', function_name)?.address;
        const starter = STARTERS[principal]?.(plan, source_arn) ?? [];
        return [
          ...(action === 'lambda:InvokeFunction' ? [] : [`allows ${action}`]),
          ...(principal in STARTERS ? [] : [`lets in ${principal}`]),
          ...(fn !== undefined && starter.includes(fn) ? [] : [`is for '${source_arn}'`]),
        ];
      }),
    brokenBy: {
      'every action': set(PERMISSION, ID, { action: 'lambda:*' }),
      everybody: set(PERMISSION, ID, { principal: '*' }),
      'another service': set(PERMISSION, ID, { principal: 'apigateway.amazonaws.com' }),
      'any rule of anybody': unset(PERMISSION, ID, 'source_arn'),
      'any API of anybody': unset(PERMISSION, HTTP_ID, 'source_arn'),
      'a rule that is not there': set(PERMISSION, ID, {
        source_arn: 'arn:aws:events:eu-central-1:111122223333:rule/other',
      }),
      'every API of the account': set(PERMISSION, HTTP_ID, {
        source_arn: 'arn:aws:execute-api:eu-central-1:111122223333:*',
      }),
      'to another function': set(PERMISSION, ID, {
        function_name: reference('aws_lambda_function.email_function.function_name'),
      }),
    },
  },
];

type Starter = (plan: Plan, sourceArn: string) => (string | undefined)[];

/** Addresses of the functions that a service starts on behalf of this source. */
const STARTERS: Readonly<Record<string, Starter>> = {
  'events.amazonaws.com': (plan, sourceArn) => {
    const rule = plan.referred('aws_cloudwatch_event_rule', sourceArn)?.address;
    return plan
      .all('aws_cloudwatch_event_target')
      .filter(({ body }) => plan.referred('aws_cloudwatch_event_rule', body.rule)?.address === rule)
      .map(({ body }) => rule && plan.referred('aws_lambda_function', body.arn)?.address);
  },
  'apigateway.amazonaws.com': (plan, sourceArn) => {
    const api = plan.referred('aws_apigatewayv2_api', sourceArn.replace(/\/\*\/\*$/, ''))?.address;
    return plan
      .all('aws_apigatewayv2_integration')
      .filter(({ body }) => plan.referred('aws_apigatewayv2_api', body.api_id)?.address === api)
      .map(({ body }) => api && plan.referred('aws_lambda_function', body.integration_uri ?? '')?.address);
  },
};
