import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { Environment } from '../environment';

const TERRAFORM_VERSION = '>= 1.10.0';
/** The version that @cdktf/provider-aws 20.1.0 was generated from. */
const AWS_PROVIDER_VERSION = '5.100.0';

/** Provider, required versions and backend. `local` uses the emulator at `AWS_ENDPOINT_URL`. */
export function configureTerraform(stack: TerraformStack, environment: Environment): void {
  new AwsProvider(stack, 'aws', {
    region: environment.region,
    allowedAccountIds: [environment.accountId],
    defaultTags: [{ tags: { service: 'carillon', environment: environment.name } }],
    ...(environment.name === 'local' && EMULATOR),
  });
  stack.addOverride('terraform.required_version', TERRAFORM_VERSION);
  stack.addOverride('terraform.required_providers.aws.version', AWS_PROVIDER_VERSION);
  configureBackend(stack, environment);
}

/** Fixed dummy credentials: the operator's own never reach an emulator, and these give no access to AWS. */
const EMULATOR = { accessKey: 'test', secretKey: 'test', skipMetadataApiCheck: 'true' } as const;

/** Always declares a backend: CDKTF's default would put an absolute path of this host into the JSON. */
function configureBackend(stack: TerraformStack, { name, stateBucket, accountId, region }: Environment): void {
  if (stateBucket === undefined) {
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    return;
  }
  // Has account and region: of two stacks with one state, each apply would destroy the other's resources.
  const key = `carillon/${accountId}/${region}/${name}.tfstate`;
  new S3Backend(stack, { bucket: stateBucket, key, region, encrypt: true });
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}
