import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import type { RuntimeTuning } from '../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import { CAPABILITIES } from '../capabilities/capabilities';
import type { Grant } from '../capabilities/grant';
import { policyDocument } from '../capabilities/policies';
import { runtimeStatements } from '../capabilities/runtime';
import type { Environment } from '../environment';
import type { Naming } from './naming';

export interface LambdaProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Manifest of the channel, or of the function that serves none. */
  readonly manifest: Pick<FunctionManifest, 'name' | 'description' | 'capabilities' | 'function'>;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Statements and variables that its trigger needs, beside those of its capabilities, log and traces. */
  readonly needs: Grant;
  /** Whether functions reserve concurrency; false where the account's quota has no room for it. */
  readonly reserves: boolean;
  /** Folder of the function bundles, `<name>.zip` each. */
  readonly bundles: string;
}

const LAMBDA_MAY_ASSUME = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const reservation = ({ reservedConcurrency }: RuntimeTuning) =>
  reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency };

/** Dependency of functions that accept: the ledger's stream must be enabled first, or the audit chain would miss records. */
const LEDGER = { fqn: 'aws_dynamodb_table.storage_ledger' };

/** A function with a role, a policy and a log group of its own. */
export class Lambda extends Construct {
  readonly function: LambdaFunction;
  /** Triggers depend on it: without these permissions the first invocation would fail. */
  readonly policy: IamRolePolicy;
  readonly logGroup: CloudwatchLogGroup;
  private readonly grants: readonly Grant[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LambdaProps,
  ) {
    super(scope, id);
    const { naming, environment, manifest } = props;
    const name = naming.name(manifest.name);
    this.grants = manifest.capabilities.map((capability) => CAPABILITIES[capability](props));
    this.logGroup = new CloudwatchLogGroup(this, 'log_group', {
      name: `/aws/lambda/${name}`,
      retentionInDays: environment.logRetentionDays,
    });
    const roleName = naming.roleName(manifest.name);
    const role = new IamRole(this, 'role', { name: roleName, assumeRolePolicy: LAMBDA_MAY_ASSUME });
    this.policy = new IamRolePolicy(this, 'policy', { name: roleName, role: role.name, policy: this.document() });
    this.function = this.lambda(role);
  }

  private document(): string {
    const { naming, manifest, needs } = this.props;
    const statements = [...needs.statements, ...runtimeStatements(naming, `/aws/lambda/${naming.name(manifest.name)}`)];
    return policyDocument([...statements, ...this.grants.flatMap((granted) => granted.statements)]);
  }

  private lambda(role: IamRole): LambdaFunction {
    const { naming, manifest } = this.props;
    const bundle = this.bundle();
    const variables = this.variables();
    return new LambdaFunction(this, 'function', {
      functionName: naming.name(manifest.name),
      description: manifest.description,
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: bundle.asset.path,
      sourceCodeHash: sha256(bundle.file),
      timeout: manifest.function.timeoutSeconds,
      memorySize: manifest.function.memoryMegabytes,
      ...(this.props.reserves && reservation(manifest.function)),
      ...(Object.keys(variables).length > 0 && { environment: { variables } }),
      loggingConfig: { logFormat: 'JSON', logGroup: this.logGroup.name },
      tracingConfig: { mode: 'Active' },
      dependsOn: [this.logGroup, this.policy, ...(manifest.capabilities.includes('ledger:accept') ? [LEDGER] : [])],
    });
  }

  private variables(): Record<string, string> {
    return Object.assign({}, ...this.grants.map(({ variables }) => variables), this.props.needs.variables);
  }

  private bundle(): { file: string; asset: TerraformAsset } {
    const file = join(this.props.bundles, `${this.props.manifest.name}.zip`);
    if (!existsSync(file)) {
      const fix = 'run npm run bundle before the synthesis, or npm run synth, which does both';
      throw new CodedError('stack.bundle.missing', `there is no bundle ${file}`, fix);
    }
    return { file, asset: new TerraformAsset(this, 'bundle', { path: file, type: AssetType.FILE }) };
  }
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('base64');
