import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/channel';
import { CodedError } from '../../shared/domain/coded-error';
import type { Environment } from '../environment';
import { baseStatements, grant } from './capabilities';
import type { ChannelQueues } from './channel-queues';
import { deadLetterQueue, type Naming, sourceQueue } from './naming';
import { policyDocument } from './policies';

export interface ChannelFunctionProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: ChannelManifest;
  readonly queues: ChannelQueues;
  readonly channels: readonly string[];
  /** Folder that `npm run bundle` wrote `<channel>.zip` to. */
  readonly bundles: string;
}

const LAMBDA_MAY_ASSUME = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** A claim outlives its owner by this much, for the clocks of two hosts differ. */
const LEASE_MARGIN_SECONDS = 5;

/** The function that drains a channel's queue, with a role, a policy and a log group of its own. */
export class ChannelFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: IamRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ChannelFunctionProps,
  ) {
    super(scope, id);
    const { naming, environment, manifest } = props;
    const functionName = naming.name(manifest.name);
    const logGroupName = `/aws/lambda/${functionName}`;
    const logGroup = new CloudwatchLogGroup(this, 'log_group', {
      name: logGroupName,
      retentionInDays: environment.logRetentionDays,
    });
    this.role = new IamRole(this, 'role', {
      name: functionName,
      assumeRolePolicy: LAMBDA_MAY_ASSUME,
    });
    const policy = new IamRolePolicy(this, 'policy', {
      name: functionName,
      role: this.role.name,
      policy: this.policy(logGroupName),
    });
    this.function = this.lambda(functionName, logGroup, policy);
    this.eventSourceMapping(policy);
  }

  private policy(logGroupName: string): string {
    const { naming, environment, manifest } = this.props;
    const grants = manifest.capabilities.map((capability) => grant(capability, naming, environment));
    const { name } = manifest;
    return policyDocument([
      ...baseStatements(naming, environment, {
        queue: sourceQueue(name),
        deadLetters: deadLetterQueue(name),
        logGroup: logGroupName,
      }),
      ...grants.flatMap(({ statements }) => statements),
    ]);
  }

  private lambda(functionName: string, logGroup: CloudwatchLogGroup, policy: IamRolePolicy): LambdaFunction {
    const { manifest } = this.props;
    const bundle = this.bundle();
    return new LambdaFunction(this, 'function', {
      functionName,
      description: manifest.description,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: bundle.asset.path,
      sourceCodeHash: sha256(bundle.file),
      timeout: manifest.function.timeoutSeconds,
      memorySize: manifest.function.memoryMegabytes,
      environment: { variables: this.variables() },
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      tracingConfig: { mode: 'Active' },
      dependsOn: [logGroup, policy],
    });
  }

  private bundle(): { file: string; asset: TerraformAsset } {
    const file = join(this.props.bundles, `${this.props.manifest.name}.zip`);
    if (!existsSync(file)) {
      const fix = 'run npm run bundle before the synthesis, or npm run synth, which does both';
      throw new CodedError('stack.bundle.missing', `there is no bundle ${file}`, fix);
    }
    return { file, asset: new TerraformAsset(this, 'bundle', { path: file, type: AssetType.FILE }) };
  }

  private variables(): Record<string, string> {
    const { naming, environment, manifest, channels } = this.props;
    const { name } = manifest;
    const granted = manifest.capabilities.map((capability) => grant(capability, naming, environment).variables);
    return {
      ...Object.assign({}, ...granted),
      CHANNELS: channels.join(','),
      // Computed, so that functions need not wait for their queues: 50 s of an apply.
      QUEUE_URL: naming.queueUrl(sourceQueue(name)),
      DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetterQueue(name)),
      LEASE_SECONDS: String(manifest.function.timeoutSeconds + LEASE_MARGIN_SECONDS),
      RETRY_DELAYS_SECONDS: (environment.retryDelaysSeconds ?? manifest.retryDelaysSeconds).join(','),
    };
  }

  private eventSourceMapping(policy: IamRolePolicy): void {
    const { manifest, queues } = this.props;
    new LambdaEventSourceMapping(this, 'event_source', {
      eventSourceArn: queues.source.arn,
      functionName: this.function.functionName,
      batchSize: manifest.queue.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: manifest.function.maximumConcurrency },
      // Without its permissions the mapping is refused, or disabled later.
      dependsOn: [policy],
    });
  }
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('base64');
