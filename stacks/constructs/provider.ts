import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import { CodedError } from '../../shared/domain/coded-error';
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
function configureBackend(stack: TerraformStack, { name, stateBucket, region }: Environment): void {
  if (name === 'local') {
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    return;
  }
  if (!stateBucket)
    throw new CodedError('stack.environment.invalid', `${name} has no state bucket`, 'set CARILLON_STATE_BUCKET');
  new S3Backend(stack, { bucket: stateBucket, key: `carillon/${name}.tfstate`, region, encrypt: true });
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}
