import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { alarmOnSilence } from './alarm';
import { administer, deletionWindowDays } from './keys';
import { AUDIT, AUDIT_ANCHOR, type Naming } from './naming';
import { policyDocument, type Statement, tlsOnly } from './policies';

export interface AuditVaultProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly alarmsTopicArn: string;
}

/**
 * What outlives a tampered ledger: a bucket where nothing can be changed or deleted for as long as records are kept, and
 * the key that signs anchors.
 *
 * Without a lifecycle: nothing in it may go early, what is locked costs cents, and such a resource takes 55 s an apply.
 */
export class AuditVault extends Construct {
  readonly bucket: S3Bucket;
  readonly key: KmsKey;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AuditVaultProps,
  ) {
    super(scope, id);
    const { naming, environment, alarmsTopicArn } = props;
    const { protectData } = environment;
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: naming.bucketName(AUDIT),
      objectLockEnabled: true,
      ...(!protectData && { forceDestroy: true }),
      lifecycle: { preventDestroy: protectData },
    });
    this.lock();
    this.protect();
    this.key = this.signingKey();
    const name = naming.name(AUDIT_ANCHOR);
    alarmOnSilence(this, 'silent', { naming, name: `${AUDIT_ANCHOR}-silent`, function: name, alarmsTopicArn });
  }

  private lock(): void {
    const { objectLockMode: mode, ledgerRetentionDays: days } = this.props.environment;
    const bucket = this.bucket.bucket;
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketObjectLockConfigurationA(this, 'lock', {
      bucket,
      rule: { defaultRetention: { mode, days } },
      dependsOn: [versioning],
    });
  }

  private protect(): void {
    const { naming, environment } = this.props;
    const bucket = this.bucket.bucket;
    const arn = naming.bucketArn(AUDIT);
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' }, bucketKeyEnabled: true }],
    });
    const block = new S3BucketPublicAccessBlock(this, 'public_access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyDocument([denyExpiry(arn), ...tlsOnly(environment.requireTls, 's3', [arn, `${arn}/*`])]),
      // S3 refuses two changes of one bucket's access at once.
      dependsOn: [block],
    });
  }

  private signingKey(): KmsKey {
    const { naming, environment } = this.props;
    const { protectData } = environment;
    const key = new KmsKey(this, 'key', {
      description: 'signs anchors of the audit chains',
      keyUsage: 'SIGN_VERIFY',
      customerMasterKeySpec: 'ECC_NIST_P256',
      deletionWindowInDays: deletionWindowDays(protectData),
      policy: policyDocument([administer(naming), letSign(naming)]),
      lifecycle: { preventDestroy: protectData },
    });
    new KmsAlias(this, 'key_alias', { name: `alias/${naming.name(AUDIT)}`, targetKeyId: key.keyId });
    return key;
  }
}

/** Whoever lets objects expire, lets them go as soon as their lock has ended. */
const denyExpiry = (Resource: string): Statement => ({
  Sid: 'DenyExpiry',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutLifecycleConfiguration',
  Resource,
});

const letSign = (naming: Naming): Statement => ({
  Sid: 'LetAccountSignAnchors',
  Effect: 'Allow',
  Principal: { AWS: naming.accountArn },
  Action: ['kms:Sign', 'kms:Verify'],
  Resource: '*',
});
