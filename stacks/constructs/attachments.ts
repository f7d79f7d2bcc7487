import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import type { Statement } from '../capabilities/policies';
import type { Environment } from '../environment';
import { ATTACHMENTS, type Naming } from './naming';
import { enableVersioning, secureBucket } from './private-bucket';

/** Days that S3 keeps noncurrent versions, for recovery from a mistaken delete, and parts of incomplete multipart uploads. */
const LEFT_OVER_DAYS = 7;

/**
 * Bucket of mail attachments. Producers put files under the tenant's name. A file expires with the ledger's retention: no
 * notification of that time is left to replay.
 */
export class Attachments extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    const { protectData, requireTls, ledgerRetentionDays: days } = environment;
    const arn = naming.bucketArn(ATTACHMENTS);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: naming.bucketName(ATTACHMENTS),
      ...(!protectData && { forceDestroy: true }),
      lifecycle: { preventDestroy: protectData },
    });
    this.expire(days, enableVersioning(this, this.bucket));
    secureBucket(this, { bucket: this.bucket, arn, requireTls, statements: [denyAcls(arn)] });
  }

  /**
   * Expiration makes a file a noncurrent version; S3 removes the expired delete marker by itself. Terraform waits 55 s for
   * this resource, about as long as for the queues.
   */
  private expire(days: number, versioning: S3BucketVersioningA): void {
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{}],
          expiration: [{ days }],
          noncurrentVersionExpiration: [{ noncurrentDays: LEFT_OVER_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: LEFT_OVER_DAYS }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}

/** A producer could otherwise make an object readable to others by an access control list (ACL). */
export const denyAcls = (arn: string): Statement => ({
  Sid: 'DenyAcls',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:PutObjectAcl', 's3:PutBucketAcl'],
  Resource: [arn, `${arn}/*`],
});
