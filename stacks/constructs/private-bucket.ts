import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { policyDocument, type Statement, tlsOnly } from '../capabilities/policies';

export interface PrivateBucketProps {
  /** Bucket to close. */
  readonly bucket: S3Bucket;
  /** ARN of the bucket, computed, so that its policy is literal. */
  readonly arn: string;
  /** Whether requests without TLS are denied; an emulator has none. */
  readonly requireTls: boolean;
  /** Statements of the bucket policy, beside the one that denies plain http. @default none */
  readonly statements?: readonly Statement[];
}

export function enableVersioning(scope: Construct, { bucket }: S3Bucket): S3BucketVersioningA {
  return new S3BucketVersioningA(scope, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
}

/** Encrypts the bucket with keys of S3, which are free, blocks public access, and denies requests without TLS. */
export function secureBucket(scope: Construct, { bucket, arn, requireTls, statements = [] }: PrivateBucketProps): void {
  new S3BucketServerSideEncryptionConfigurationA(scope, 'encryption', {
    bucket: bucket.bucket,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
  const block = new S3BucketPublicAccessBlock(scope, 'public_access', {
    bucket: bucket.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const all = [...statements, ...tlsOnly(requireTls, 's3', [arn, `${arn}/*`])];
  if (all.length === 0) return;
  new S3BucketPolicy(scope, 'policy', {
    bucket: bucket.bucket,
    policy: policyDocument(all),
    // S3 refuses concurrent changes to the access settings of one bucket.
    dependsOn: [block],
  });
}
