import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import type { TerraformJson } from '../../stacks/verification/properties/terraform-json';
import { anEnvironment } from '../../stacks/verification/testing/environments';
import { synthesize } from '../../stacks/verification/testing/synthesize';
import { stackTerraform } from '../../tools/local/stack';
import { sqs, state } from '../support/harness';
import { scenario } from '../support/scenario';

/** The part of `dev` that guards its queues, with the provider settings of this target. */
async function planOf(variables: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), 'carillon-removed-'));
  try {
    const { data } = synthesize(anEnvironment('dev', variables)).plan.json;
    const applied: TerraformJson = JSON.parse(readFileSync(join(state.stackDirectory, 'cdk.tf.json'), 'utf8'));
    const { terraform, provider } = applied;
    writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ terraform, provider, data }));
    const stack = stackTerraform(directory, { ...state, emulator: state, report: () => {} });
    await stack.init();
    return await stack.plan();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

scenario('removed-queues', [], () => {
  let url = '';
  beforeAll(async () => {
    const created = await sqs.send(new CreateQueueCommand({ QueueName: 'carillon-dev-sms-dlq' }));
    url = created.QueueUrl ?? '';
  });
  afterAll(() => sqs.send(new DeleteQueueCommand({ QueueUrl: url })));

  test('a plan fails while AWS has an undeclared queue, and names it', async () => {
    await expect(planOf({})).rejects.toThrow(
      /would destroy those of its state with what waits in them: carillon-dev-sms-dlq\. See/,
    );
  });

  test('a plan succeeds when CARILLON_REMOVE names the channel of the queue', async () => {
    expect(await planOf({ CARILLON_REMOVE: 'sms' })).toEqual({ changed: false, changes: [] });
  });
});
