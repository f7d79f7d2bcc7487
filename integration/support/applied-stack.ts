import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { clientConfig } from '../../tools/local/emulator';
import { stackTerraform } from '../../tools/local/stack';
import { removeOutputs } from '../../tools/local/terraform/without-resources';
import { askEndpoint } from '../targets/ask-endpoint';
import { emptyBuckets } from './empty-buckets';

export interface StackPlace {
  /** Folder of the stack's `cdk.tf.json` and Terraform's state. */
  readonly stackDirectory: string;
  readonly endpoint: string;
  readonly terraform: string;
  readonly cacheDirectory: string;
}

type Log = (line: string) => void;

/** Destroys what an earlier run left at an endpoint, and ensures that no other stack has these names. */
export async function prepareEndpoint(place: StackPlace, log: Log): Promise<void> {
  if (isApplied(place)) {
    log('destroying the stack of an earlier run at this endpoint');
    await failsCoded(place, () => terraformOf(place, log).init());
    await destroyStack(place, log);
  }
  await refuseForeignStack(place.endpoint);
}

/** Destroys all resources, since the next run at this endpoint would collide with them. Missing ones are no error. */
export async function destroyStack(place: StackPlace, log: Log): Promise<void> {
  if (!isApplied(place)) return;
  const { remove } = await failsCoded(place, async () => {
    removeOutputs(place.stackDirectory);
    await emptyBuckets(place.endpoint, bucketsOf(place));
    return terraformOf(place, log).destroy();
  });
  log(`destroyed ${remove} resources`);
}

const terraformOf = (place: StackPlace, report: Log) =>
  stackTerraform(place.stackDirectory, { ...place, emulator: place, report });

interface StateResource {
  readonly type: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}

/** Terraform's state file, which Terraform updates after each resource. */
function resourcesOf({ stackDirectory }: StackPlace): readonly StateResource[] {
  const stateFile = join(stackDirectory, 'terraform.tfstate');
  if (!existsSync(stateFile)) return [];
  return (JSON.parse(readFileSync(stateFile, 'utf8')) as { resources: readonly StateResource[] }).resources;
}

const isApplied = (place: StackPlace): boolean => resourcesOf(place).length > 0;

const bucketsOf = (place: StackPlace): string[] =>
  resourcesOf(place)
    .filter(({ type }) => type === 'aws_s3_bucket')
    .flatMap(({ instances }) => instances.map(({ attributes }) => String(attributes.bucket)));

async function failsCoded<Result>(place: StackPlace, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw new CodedError(
      'integration.endpoint.not_destroyed',
      `what was applied to ${place.endpoint} could not be destroyed: ${(error as Error).message}`,
      `fix what it names and run again, or restart the emulator empty and delete ${place.stackDirectory}`,
    );
  }
}

/**
 * Refuses an endpoint with a stack `local` that this clone did not apply, such as that of `npm start`. Some create calls are
 * idempotent: an apply would take over those resources, and the end of the run would destroy them.
 */
async function refuseForeignStack(endpoint: string): Promise<void> {
  const sns = new SNSClient(clientConfig({ endpoint }));
  const { Topics = [] } = await askEndpoint(endpoint, sns.send(new ListTopicsCommand({})));
  const foreign = Topics.find(({ TopicArn = '' }) => TopicArn.includes(':carillon-local-'));
  if (foreign === undefined) return;
  throw new CodedError(
    'integration.endpoint.in_use',
    `${endpoint} has a stack already, which this run has not applied: ${foreign.TopicArn}`,
    'stop what uses it, such as npm start, or restart the emulator empty',
  );
}
