import { reference } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const PERMISSION = 'aws_lambda_permission';

export const invocationProperties: readonly Property[] = [
  {
    name: 'a service may only invoke a function, and only for the source ARN that the plan connects to it',
    check: (plan) => {
      const expected = [...ofRules(plan), ...ofApis(plan)];
      return faultsOf(plan.all(PERMISSION), ({ action, principal, function_name, source_arn }) => {
        const fn = plan.referred('aws_lambda_function', function_name)?.address;
        const isExpected = action === 'lambda:InvokeFunction' && expected.includes(who(principal, fn, source_arn));
        return !isExpected && `lets ${principal} ${action} on ${function_name} for ${source_arn ?? 'anybody'}`;
      });
    },
  },
];

const who = (...parts: (string | undefined)[]): string => parts.join(' ');

/** Invocation of each target of a rule that is a function, by that rule. */
const ofRules = (plan: Plan): string[] =>
  plan.all('aws_cloudwatch_event_target').flatMap(({ body }) => {
    const rule = plan.referred('aws_cloudwatch_event_rule', body.rule)?.address;
    const fn = plan.referred('aws_lambda_function', body.arn)?.address;
    return fn === undefined ? [] : who('events.amazonaws.com', fn, reference(`${rule}.arn`));
  });

/** Invocation of each integration of an API, by all routes. */
const ofApis = (plan: Plan): string[] =>
  plan.all('aws_apigatewayv2_integration').map(({ body }) => {
    const api = plan.referred('aws_apigatewayv2_api', body.api_id)?.address;
    const fn = plan.referred('aws_lambda_function', body.integration_uri ?? '')?.address;
    return who('apigateway.amazonaws.com', fn, `${reference(`${api}.execution_arn`)}/*/*`);
  });
