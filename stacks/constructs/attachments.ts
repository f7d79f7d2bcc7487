import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import type { Statement } from '../capabilities/policies';
import type { Environment } from '../environment';
import { ATTACHMENTS, type Naming } from './naming';
import { keepPrivate, keepVersions } from './private-bucket';

/** Days that a version stays that was replaced or deleted by mistake, and what was put of an upload that never ended. */
const LEFT_OVER_DAYS = 7;

/**
 * The bucket that mails take their attachments from. Producers put them below the name of the tenant. A file goes when
 * no notification can be in the ledger any more that was published when it was put: nothing is replayed after that.
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
    this.expire(days, keepVersions(this, this.bucket));
    keepPrivate(this, { bucket: this.bucket, arn, requireTls, statements: [denyAcls(arn)] });
  }

  /**
   * A file that expires is a version that was replaced; S3 takes away the marker in its place by itself. Terraform waits
   * 55 s for it, about as long as for the queues.
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

/** Who puts an object could let others read it by a list of its own. */
const denyAcls = (arn: string): Statement => ({
  Sid: 'DenyAcls',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:PutObjectAcl', 's3:PutBucketAcl'],
  Resource: [arn, `${arn}/*`],
});
