import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../capabilities/policies';
import type { Environment } from '../environment';
import { administer, deletionWindowDays } from './keys';
import { AUDIT, type Naming } from './naming';
import { enableVersioning, secureBucket } from './private-bucket';

export interface AuditVaultProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
}

/**
 * Evidence that outlives a tampered ledger: a write-once (WORM) bucket with Object Lock for as long as records are kept,
 * and the key that signs anchors.
 *
 * Has no lifecycle configuration: nothing may expire early, storage costs cents, and the resource adds 55 s to an apply.
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
    const { naming, environment } = props;
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
  }

  private lock(): void {
    const { objectLockMode: mode, ledgerRetentionDays: days } = this.props.environment;
    const bucket = this.bucket.bucket;
    const versioning = enableVersioning(this, this.bucket);
    new S3BucketObjectLockConfigurationA(this, 'lock', {
      bucket,
      rule: { defaultRetention: { mode, days } },
      dependsOn: [versioning],
    });
  }

  private protect(): void {
    const { naming, environment } = this.props;
    const arn = naming.bucketArn(AUDIT);
    const { requireTls, protectData } = environment;
    const statements = [denyExpiry(arn), ...(protectData ? [denyBypass(arn)] : [])];
    secureBucket(this, { bucket: this.bucket, arn, requireTls, statements });
  }

  private signingKey(): KmsKey {
    const { naming, environment } = this.props;
    const { protectData } = environment;
    const key = new KmsKey(this, 'key', {
      description: 'signs anchors of the audit chains',
      keyUsage: 'SIGN_VERIFY',
      customerMasterKeySpec: 'ECC_NIST_P256',
      deletionWindowInDays: deletionWindowDays(environment),
      policy: policyDocument([administer(naming), letSign(naming)]),
      lifecycle: { preventDestroy: protectData },
    });
    new KmsAlias(this, 'key_alias', { name: `alias/${naming.name(AUDIT)}`, targetKeyId: key.keyId });
    return key;
  }
}

/** A lifecycle rule could delete objects as soon as their lock has ended. */
const denyExpiry = (Resource: string): Statement => ({
  Sid: 'DenyExpiry',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutLifecycleConfiguration',
  Resource,
});

/**
 * Prevents accidents only: a principal that may change the bucket policy can remove it first. The AWS console bypasses
 * governance mode without asking, for every user with the permission.
 *
 * @see Amazon S3 User Guide, "Managing Object Lock", "Bypassing governance mode"
 */
const denyBypass = (bucketArn: string): Statement => ({
  Sid: 'DenyBypass',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:BypassGovernanceRetention',
  Resource: `${bucketArn}/*`,
});

const letSign = (naming: Naming): Statement => ({
  Sid: 'LetAccountSignAnchors',
  Effect: 'Allow',
  Principal: { AWS: naming.accountArn },
  Action: ['kms:Sign', 'kms:Verify'],
  Resource: '*',
});
