import { anEnvironment } from '../../../stacks/verification/testing/environments';
import { synthesize } from '../../../stacks/verification/testing/synthesize';
import { parsePlan } from './read-plan';

const planOf = (name: 'local' | 'prod') => parsePlan(synthesize(anEnvironment(name)).bytes.toString(), 'cdk.tf.json');

describe('parsePlan', () => {
  test('reads region, account, tags and every resource of a synthesized stack', () => {
    const plan = planOf('prod');
    expect(plan).toMatchObject({
      region: 'eu-central-1',
      accountId: '111122223333',
      tags: { service: 'carillon', environment: 'prod' },
    });
    expect(plan).not.toHaveProperty('credentials');
    expect(plan.resources).toContainEqual({
      address: 'aws_sqs_queue.email_queue',
      type: 'aws_sqs_queue',
      body: expect.objectContaining({ name: 'carillon-prod-email' }),
    });
  });

  test("has an emulator's keys only for the local stack", () => {
    expect(planOf('local').credentials).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
  });

  test('reads the former addresses of resources', () => {
    expect(planOf('prod').moved.get('aws_cloudwatch_metric_alarm.vault_silent')).toBe(
      'aws_cloudwatch_metric_alarm.audit_anchor_silent',
    );
  });

  test.each([
    ['no JSON', 'resource {}', 'is not a JSON object'],
    ['a list', '[]', 'is not a JSON object'],
    ['no stack', '{}', 'names no region and account'],
    ['a stack of any account', '{"provider":{"aws":[{"region":"eu-central-1"}]}}', 'names no region and account'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => parsePlan(text, 'cdk.tf.json')).toThrow(`file 'cdk.tf.json' is no synthesized stack: it ${reason}`);
  });

  const withAddress = (type: string, name: string) =>
    JSON.stringify({
      provider: { aws: [{ region: 'eu-central-1', allowed_account_ids: ['111122223333'] }] },
      resource: { [type]: { [name]: {} } },
    });

  test.each([
    ['aws_sqs_queue', 'one\n}\nresource "aws_iam_role" "two" {'],
    ['aws_sqs_queue', 'one two'],
    ['aws_sqs_queue', 'one.two'],
    ['aws_sqs_queue', 'one[0]'],
    ['aws_sqs_queue', ''],
    ['aws_sqs_queue', 'one\n'],
    ['module.x', 'one'],
    ['AWS', 'one'],
  ])('refuses the address %s.%s, which would be written unquoted into an import block', (type, name) => {
    expect(() => parsePlan(withAddress(type, name), 'cdk.tf.json')).toThrow(
      expect.objectContaining({
        code: 'cli.plan_invalid',
        message: expect.stringContaining(JSON.stringify(`${type}.${name}`)),
      }),
    );
  });

  test('accepts every address that Terraform accepts', () => {
    const { resources } = parsePlan(withAddress('aws_sqs_queue', 'One-two_3'), 'cdk.tf.json');
    expect(resources.map(({ address }) => address)).toEqual(['aws_sqs_queue.One-two_3']);
  });
});
