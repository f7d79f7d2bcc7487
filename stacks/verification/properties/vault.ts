import { set, setStatement } from './mutations';
import type { Plan } from './plan';
import { refusesPlainHttp } from './policy-document';
import { faultsOf, type Property } from './property';

const BUCKET = 'aws_s3_bucket';
const ID = 'vault_bucket';
const LOCK = 'aws_s3_bucket_object_lock_configuration';
const VERSIONING = 'aws_s3_bucket_versioning';
const ENCRYPTION = 'aws_s3_bucket_server_side_encryption_configuration';
const BLOCK = 'aws_s3_bucket_public_access_block';
const POLICY = 'aws_s3_bucket_policy';
const KEY = 'aws_kms_key';
const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';

/** Buckets with Object Lock. Attachments have none: their producer may delete them. */
const vaultOf = (plan: Plan) => plan.all(BUCKET).filter(({ address }) => address === `${BUCKET}.${ID}`);

const PUBLIC = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'] as const;

const waitsFor = (address: string, dependsOn: readonly string[] = []): string | false =>
  !dependsOn.includes(address) && `does not wait for ${address}`;

const policyOf = (plan: Plan, address: string): string | undefined =>
  plan.all(POLICY).find(({ body }) => plan.referred(BUCKET, body.bucket)?.address === address)?.body.policy;

interface Denial {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Principal: unknown;
}

/** Actions that the bucket policy denies to every principal. */
const isDenied = (plan: Plan, address: string, action: string): boolean =>
  (JSON.parse(policyOf(plan, address) ?? '{"Statement":[]}') as { Statement: Denial[] }).Statement.some(
    ({ Effect, Action, Principal }) => Effect === 'Deny' && Action === action && Principal === '*',
  );

export const vaultProperties: readonly Property[] = [
  {
    name: 'objects of the vault have Object Lock in the mode and for the retention of the environment',
    check: (plan) => {
      const { ledgerRetentionDays: days, objectLockMode: mode } = plan.environment;
      const locked = plan.all(LOCK).filter(({ body: { rule } }) => {
        const { mode: seenMode, days: seenDays } = rule?.default_retention ?? {};
        return seenMode === mode && seenDays === days;
      });
      const others = plan.all(BUCKET).filter(({ address }) => address !== `${BUCKET}.${ID}`);
      const lockedToo = faultsOf(
        others,
        ({ object_lock_enabled }) => object_lock_enabled && 'is locked, and need not be',
      );
      return lockedToo.concat(
        faultsOf(vaultOf(plan), ({ object_lock_enabled }, address) => [
          ...(object_lock_enabled ? [] : ['has no Object Lock, which cannot be turned on later']),
          ...(locked.some(({ body }) => plan.referred(BUCKET, body.bucket)?.address === address)
            ? []
            : [`is not locked by ${mode} for ${days} days`]),
        ]),
      );
    },
  },
  {
    name: 'every bucket keeps all versions, and Terraform neither empties nor destroys it',
    check: (plan) =>
      faultsOf(plan.all(BUCKET), ({ force_destroy, lifecycle }, address) => [
        ...(plan
          .all(VERSIONING)
          .some(
            ({ body }) =>
              plan.referred(BUCKET, body.bucket)?.address === address &&
              body.versioning_configuration?.status === 'Enabled',
          )
          ? []
          : ['keeps no versions']),
        ...(force_destroy ? ['is emptied when it is destroyed'] : []),
        ...(lifecycle?.prevent_destroy ? [] : ['has no prevent_destroy']),
      ]),
    brokenBy: {
      emptied: set(BUCKET, ID, { force_destroy: true }),
    },
  },
  {
    name: 'every bucket is encrypted with keys of S3, which are free',
    check: (plan) =>
      faultsOf(plan.all(BUCKET), (_, address) => {
        const [rule] = plan
          .all(ENCRYPTION)
          .filter(({ body }) => plan.referred(BUCKET, body.bucket)?.address === address);
        const [first] = rule?.body.rule ?? [];
        return first?.apply_server_side_encryption_by_default?.sse_algorithm !== 'AES256' && 'is encrypted otherwise';
      }),
  },
  {
    name: 'no bucket is public, in any of the four ways',
    check: (plan) =>
      faultsOf(plan.all(BUCKET), (_, address) => {
        const [block] = plan.all(BLOCK).filter(({ body }) => plan.referred(BUCKET, body.bucket)?.address === address);
        return PUBLIC.filter((way) => block?.body[way] !== true).map((way) => `has no ${way}`);
      }),
  },
  {
    name: 'every bucket refuses plain http',
    check: (plan) =>
      faultsOf(plan.all(BUCKET), ({ bucket }, address) => {
        const policy = policyOf(plan, address);
        const arn = plan.bucketArn(bucket);
        const isRefused = [arn, `${arn}/*`].every((resource) => refusesPlainHttp(policy, 's3:*', resource));
        return !isRefused && 'accepts plain http';
      }),
    brokenBy: {
      'for the bucket alone': setStatement(POLICY, 'vault_policy', 'policy', 'DenyPlainHttp', {
        Resource: 'arn:aws:s3:::carillon-prod-audit-111122223333-eu-central-1',
      }),
    },
  },
  {
    name: 'the vault denies lifecycle rules to every principal',
    check: (plan) =>
      faultsOf(
        vaultOf(plan),
        (_, address) => !isDenied(plan, address, 's3:PutLifecycleConfiguration') && 'may be given a lifecycle',
      ),
  },
  {
    name: 'the vault denies bypassing its lock while the environment protects its data',
    check: (plan) =>
      faultsOf(
        plan.environment.protectData ? vaultOf(plan) : [],
        (_, address) => !isDenied(plan, address, 's3:BypassGovernanceRetention') && 'has a lock that is overridden',
      ),
  },
  {
    name: 'anchors are signed by a NIST P-256 key that can only sign and verify',
    check: (plan) =>
      faultsOf(
        [plan.find(KEY, `${KEY}.vault_key`)].filter((key) => key !== undefined),
        ({ key_usage, customer_master_key_spec: spec }) =>
          !(key_usage === 'SIGN_VERIFY' && spec === 'ECC_NIST_P256') && `is ${spec} for ${key_usage}`,
      ),
  },
  {
    name: 'Object Lock and lifecycle depend on versioning, and the bucket policy on the public access block',
    check: (plan) => [
      ...faultsOf(plan.all(LIFECYCLE), ({ depends_on }, address) =>
        waitsFor(address.replace(/^.*\.(.*)_lifecycle$/, `${VERSIONING}.$1_versioning`), depends_on),
      ),
      ...faultsOf(plan.all(LOCK), ({ depends_on }) =>
        waitsFor('aws_s3_bucket_versioning.vault_versioning', depends_on),
      ),
      ...faultsOf(plan.all(POLICY), ({ depends_on }, address) =>
        waitsFor(address.replace(/^.*\.(.*)_policy$/, `${BLOCK}.$1_public_access`), depends_on),
      ),
    ],
    brokenBy: {
      'a policy that does not': set(POLICY, 'vault_policy', { depends_on: [] }),
    },
  },
];
