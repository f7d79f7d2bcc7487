import { reference, set, unset } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const PERMISSION = 'aws_lambda_permission';
const ID = 'specimen_schedule_permission';
const HTTP_ID = 'unsubscribe_permission';

export const invocationProperties: readonly Property[] = [
  {
    name: 'a service may invoke a function on behalf of what the plan connects to it, and do nothing else',
    check: (plan) => {
      const expected = [...ofRules(plan), ...ofApis(plan)];
      return faultsOf(plan.all(PERMISSION), ({ action, principal, function_name, source_arn }) => {
        const fn = plan.referred('aws_lambda_function', function_name)?.address;
        const isExpected = action === 'lambda:InvokeFunction' && expected.includes(who(principal, fn, source_arn));
        return !isExpected && `lets ${principal} ${action} on ${function_name} for ${source_arn ?? 'anybody'}`;
      });
    },
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
      'every stage of the API, by a pattern of its own': set(PERMISSION, HTTP_ID, {
        source_arn: `${reference('aws_apigatewayv2_api.unsubscribe_api.execution_arn')}*`,
      }),
      'to another function': set(PERMISSION, ID, {
        function_name: reference('aws_lambda_function.email_function.function_name'),
      }),
    },
  },
];

const who = (...parts: (string | undefined)[]): string => parts.join(' ');

/** Each target of a rule, by the rule. */
const ofRules = (plan: Plan): string[] =>
  plan.all('aws_cloudwatch_event_target').map(({ body }) => {
    const rule = plan.referred('aws_cloudwatch_event_rule', body.rule)?.address;
    const fn = plan.referred('aws_lambda_function', body.arn)?.address;
    return who('events.amazonaws.com', fn, reference(`${rule}.arn`));
  });

/** Each integration of an API, by all its routes. */
const ofApis = (plan: Plan): string[] =>
  plan.all('aws_apigatewayv2_integration').map(({ body }) => {
    const api = plan.referred('aws_apigatewayv2_api', body.api_id)?.address;
    const fn = plan.referred('aws_lambda_function', body.integration_uri ?? '')?.address;
    return who('apigateway.amazonaws.com', fn, `${reference(`${api}.execution_arn`)}/*/*`);
  });
