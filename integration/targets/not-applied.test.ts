import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { notApplied } from './not-applied';

const diagnostic = (message: string) => ({ code: 'local.terraform.diagnostic', path: '', message });
const failed = (...messages: string[]) =>
  new CodedError('local.terraform.failed', 'terraform apply failed', 'see the log', messages.map(diagnostic));

const aQueue = (name: string) => `aws_sqs_queue.${name}: waiting for SQS Queue (${name}) attributes create: timeout`;
const OUTPUT = 'output.mail_dns_records: Invalid index: The given key does not identify an element';

test('resources that a target refuses are named once per type, with the variable that leaves them out', () => {
  const api = `aws_apigatewayv2_api.api: ${'x'.repeat(1_000)}`;
  expect(notApplied(failed(aQueue('one'), api, OUTPUT, aQueue('two')), 'moto')).toMatchObject({
    code: 'integration.target.not_applied',
    message: 'moto did not take aws_apigatewayv2_api, aws_sqs_queue',
    fix: expect.stringMatching(/CARILLON_TARGET_LACKS=aws_apigatewayv2_api,aws_sqs_queue; else see the log$/),
    faults: [
      { path: 'aws_apigatewayv2_api.api', message: `${'x'.repeat(400)}…` },
      { path: 'aws_sqs_queue.one', message: 'waiting for SQS Queue (one) attributes create: timeout' },
    ],
  });
});

test('an existing resource belongs to another stack, and is no gap of the target', () => {
  const conflict = 'aws_lambda_function.f: creating Lambda Function (f): StatusCode: 409, Function already exist: f';
  expect(notApplied(failed(aQueue('one'), conflict), 'MiniStack')).toMatchObject({
    code: 'integration.endpoint.in_use',
    message: expect.stringMatching(/^MiniStack has aws_lambda_function.f already, which no run knows of: creating/),
  });
});

test.each([
  ['a fault of the stack itself', [OUTPUT]],
  ['nothing', []],
])('%s is none of the target', (_, messages) => {
  expect(notApplied(failed(...messages), 'moto')).toBeUndefined();
});
