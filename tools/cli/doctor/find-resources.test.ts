import { findResources } from './find-resources';
import type { StackPlan } from './read-plan';
import { awsError, PLACE, testAws } from './testing/test-aws';

const queues = (...names: readonly string[]): StackPlan => ({
  resources: names.map((name) => ({ address: `aws_sqs_queue.${name}`, type: 'aws_sqs_queue', body: { name } })),
  region: PLACE.region,
  accountId: PLACE.accountId,
  tags: {},
  moved: new Map(),
});

describe('findResources', () => {
  test('continues after a refused lookup, and reports only that one', async () => {
    const aws = testAws({
      GetQueueUrlCommand: ({ QueueName }: { QueueName: string }) =>
        QueueName === 'secret' ? awsError('AccessDenied', 'no', 403) : { QueueUrl: `https://${QueueName}` },
    });
    expect([...(await findResources(queues('one', 'secret', 'two'), aws)).findings]).toEqual([
      ['aws_sqs_queue.one', { kind: 'there', id: 'https://one' }],
      ['aws_sqs_queue.secret', { kind: 'unknown', reason: expect.stringContaining('AccessDenied') }],
      ['aws_sqs_queue.two', { kind: 'there', id: 'https://two' }],
    ]);
  });

  test.each(['ThrottlingException', 'InternalFailure', 'TimeoutError'])('takes %s for no news', async (name) => {
    const { findings } = await findResources(queues('one'), testAws({ GetQueueUrlCommand: awsError(name) }));
    expect(findings.get('aws_sqs_queue.one')).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(name) });
  });

  test('reports an unknown resource type as unknown', async () => {
    const resources = [{ address: 'aws_sfn_state_machine.one', type: 'aws_sfn_state_machine', body: {} }];
    expect([...(await findResources({ ...queues(), resources }, testAws({}))).findings]).toEqual([
      [resources[0]?.address, { kind: 'unknown', reason: 'carillon doctor does not know aws_sfn_state_machine' }],
    ]);
  });

  test('throws an error that is a bug', async () => {
    const bug = new RangeError('a bug');
    await expect(findResources(queues('one'), testAws({ GetQueueUrlCommand: bug }))).rejects.toBe(bug);
  });

  test('reports a remark once, however many resources of the plan cause it', async () => {
    const refused = 'not authorized, because no resource-based policy allows the kms:DescribeKey action';
    const aws = testAws({
      ListAliasesCommand: {},
      ListKeysCommand: { Keys: [{ KeyId: 'k1' }, { KeyId: 'k2' }] },
      DescribeKeyCommand: ({ KeyId }: { KeyId: string }) =>
        KeyId === 'k1' ? awsError('AccessDeniedException', refused) : { KeyMetadata: {} },
    });
    const resources = ['one', 'two'].map((name) => ({
      address: `aws_kms_key.${name}`,
      type: 'aws_kms_key',
      body: { description: name },
    }));
    const { findings, remarks } = await findResources({ ...queues(), resources }, aws);
    expect([...findings.values()]).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    expect(remarks).toEqual([expect.stringMatching(/^key k1 was not compared/)]);
  });

  test('runs five lookups concurrently', async () => {
    let [underWay, most] = [0, 0];
    const aws = testAws({
      GetQueueUrlCommand: async () => {
        most = Math.max(most, ++underWay);
        await new Promise(setImmediate);
        underWay--;
        return { QueueUrl: 'https://queue' };
      },
    });
    await findResources(queues(...'abcdefghijkl'), aws);
    expect(most).toBe(5);
  });
});
