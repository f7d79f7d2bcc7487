import { anEnvironment } from '../../../stacks/testing/environments';
import { synthesize } from '../../../stacks/testing/synthesize';
import { parsePlan } from './read-plan';

const planOf = (name: 'local' | 'prod') => parsePlan(synthesize(anEnvironment(name)).bytes.toString(), 'cdk.tf.json');

describe('parsePlan', () => {
  test('reads where a synthesized stack is, its tags and every resource', () => {
    const plan = planOf('prod');
    expect(plan).toMatchObject({
      ...{ region: 'eu-central-1', accountId: '111122223333' },
      tags: { service: 'carillon', environment: 'prod' },
    });
    expect(plan).not.toHaveProperty('credentials');
    expect(plan.resources).toContainEqual({
      ...{ address: 'aws_sqs_queue.email_queue', type: 'aws_sqs_queue' },
      body: expect.objectContaining({ name: 'carillon-prod-email' }),
    });
  });

  test("has an emulator's keys of the local stack alone", () => {
    expect(planOf('local').credentials).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
  });

  test('reads where resources were before', () => {
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
});
