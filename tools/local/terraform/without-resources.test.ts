import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removableParts, removeOutputs, without } from './without-resources';

const reference = (address: string) => `$${`{${address}}`}`;

test('resources that a target lacks are removed with what refers to them; functions stay, with a placeholder', () => {
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

test('an attribute that a target lacks is removed from all resources of its type, and from no other', () => {
  const queue = { name: 'q', redrive_allow_policy: '{}' };
  const stack = {
    resource: { aws_sqs_queue: { q: queue, r: { name: 'r' } }, aws_sqs_other: { q: queue } },
    output: {},
  };
  expect(without(stack, ['aws_sqs_queue.redrive_allow_policy']).resource).toEqual({
    aws_sqs_queue: { q: { name: 'q' }, r: { name: 'r' } },
    aws_sqs_other: { q: queue },
  });
});

test('removableParts lists types and attributes, and removeOutputs removes only outputs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'stack-'));
  const file = join(directory, 'cdk.tf.json');
  const resource = { aws_sqs_queue: { q: { name: 'q' }, r: { name: 'r', tags: {} } } };
  writeFileSync(file, JSON.stringify({ resource, output: { url: { value: reference('aws_sqs_queue.q.url') } } }));
  expect(removableParts(directory)).toEqual(['aws_sqs_queue', 'aws_sqs_queue.name', 'aws_sqs_queue.tags']);
  removeOutputs(directory);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ resource });
  rmSync(directory, { recursive: true });
});
