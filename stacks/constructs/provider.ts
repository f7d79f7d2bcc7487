import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { Environment } from '../environment';

const TERRAFORM_VERSION = '>= 1.10.0';
/** Of @cdktf/provider-aws 20.1.0. */
const AWS_PROVIDER_VERSION = '5.100.0';

/** Provider, required versions and backend. `local` goes to an emulator, whose address is in `AWS_ENDPOINT_URL`. */
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

/** No credentials of a person can get to an emulator, nor these to an account. */
const EMULATOR = { accessKey: 'test', secretKey: 'test', skipMetadataApiCheck: 'true' } as const;

/** Always declared: without, an absolute path of this host would land in the JSON. */
function configureBackend(stack: TerraformStack, { name, stateBucket, accountId, region }: Environment): void {
  if (stateBucket === undefined) {
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    return;
  }
  // Account and region too: two stacks with one state would each take the other's resources for gone.
  const key = `carillon/${accountId}/${region}/${name}.tfstate`;
  new S3Backend(stack, { bucket: stateBucket, key, region, encrypt: true });
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}
