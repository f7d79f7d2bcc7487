import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { Construct } from 'constructs';
import type { Statement } from '../capabilities/policies';
import type { Environment } from '../environment';
import type { Naming } from './naming';
import { enableVersioning, secureBucket } from './private-bucket';

/** Days that S3 keeps what nobody asks for: noncurrent versions, in case of a mistaken delete, and parts of incomplete uploads. */
export const LEFT_OVER_DAYS = 7;

export interface FileBucketProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Name of the bucket, without the environment. */
  readonly part: string;
  /** Lifecycle rules beside the one that expires every file. @default none */
  readonly rules?: readonly S3BucketLifecycleConfigurationRule[];
}

/** Bucket that producers put files into. A file expires with the ledger's retention, as do the notifications that use it. */
export function addFileBucket(scope: Construct, { naming, environment, part, rules = [] }: FileBucketProps): S3Bucket {
  const { protectData, requireTls, ledgerRetentionDays: days } = environment;
  const arn = naming.bucketArn(part);
  const bucket = new S3Bucket(scope, 'bucket', {
    bucket: naming.bucketName(part),
    ...(!protectData && { forceDestroy: true }),
    lifecycle: { preventDestroy: protectData },
  });
  // Terraform waits 55 s for this resource, about as long as for the queues.
  new S3BucketLifecycleConfiguration(scope, 'lifecycle', {
    bucket: bucket.bucket,
    rule: [expireAfter(days), ...rules],
    dependsOn: [enableVersioning(scope, bucket)],
  });
  secureBucket(scope, { bucket, arn, requireTls, statements: [denyAcls(arn)] });
  return bucket;
}

/** Expiration makes a file a noncurrent version; S3 removes the expired delete marker by itself. */
const expireAfter = (days: number): S3BucketLifecycleConfigurationRule => ({
  id: 'expire',
  status: 'Enabled',
  filter: [{}],
  expiration: [{ days }],
  noncurrentVersionExpiration: [{ noncurrentDays: LEFT_OVER_DAYS }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: LEFT_OVER_DAYS }],
});

/** A producer could otherwise make an object readable to others by an access control list (ACL). */
const denyAcls = (arn: string): Statement => ({
  Sid: 'DenyAcls',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:PutObjectAcl', 's3:PutBucketAcl'],
  Resource: [arn, `${arn}/*`],
});
