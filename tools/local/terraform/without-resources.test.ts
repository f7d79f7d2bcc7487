import { without } from './without-resources';

const reference = (address: string) => `$${`{${address}}`}`;

test('what a target lacks goes, with what refers to it; functions stay and are told', () => {
  const stack = {
    terraform: { backend: {} },
    resource: {
      aws_apigatewayv2_api: { api: { name: 'x' } },
      aws_lambda_function: {
        email: {
          function_name: 'email',
          environment: { variables: { URL: reference('aws_apigatewayv2_api.api.api_endpoint'), TABLE: 'ledger' } },
        },
        audit: { function_name: 'audit' },
      },
      aws_lambda_permission: { api: { source_arn: `${reference('aws_apigatewayv2_api.api.execution_arn')}/*/*` } },
      aws_cloudwatch_metric_alarm: {
        api: { dimensions: { ApiId: reference('aws_apigatewayv2_api.api.id') } },
        email: { dimensions: { FunctionName: 'email' } },
      },
    },
    output: {
      url: { value: reference('aws_apigatewayv2_api.api.api_endpoint') },
      region: { value: 'us-east-1' },
    },
  };
  expect(without(stack, ['aws_apigatewayv2_api'])).toEqual({
    terraform: { backend: {} },
    resource: {
      aws_lambda_function: {
        email: {
          function_name: 'email',
          environment: { variables: { URL: 'https://not-on-this-target.invalid', TABLE: 'ledger' } },
        },
        audit: { function_name: 'audit' },
      },
      aws_cloudwatch_metric_alarm: { email: { dimensions: { FunctionName: 'email' } } },
    },
    output: { region: { value: 'us-east-1' } },
  });
});
