import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import type { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { WORK } from '../../shared/domain/import/upload-key';
import type { Environment } from '../environment';
import { denyAcls } from './attachments';
import { type Naming, UPLOADS } from './naming';
import { enableVersioning, secureBucket } from './private-bucket';

/** Days that S3 keeps noncurrent versions, parts of incomplete multipart uploads, and pages of rejected lines. */
const LEFT_OVER_DAYS = 7;

/**
 * Bucket of uploaded files, `inbox/<tenant>/`, and of their results, `results/<tenant>/`. S3 says on the account's default
 * event bus what is put into it. Both expire with the ledger's retention: files hold what their notifications hold, and
 * their lines are published once for as long as the ledger knows them.
 */
export class Uploads extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    const { protectData, requireTls, ledgerRetentionDays: days } = environment;
    const arn = naming.bucketArn(UPLOADS);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: naming.bucketName(UPLOADS),
      ...(!protectData && { forceDestroy: true }),
      lifecycle: { preventDestroy: protectData },
    });
    this.expire(days, enableVersioning(this, this.bucket));
    secureBucket(this, { bucket: this.bucket, arn, requireTls, statements: [denyAcls(arn)] });
    new S3BucketNotification(this, 'notification', { bucket: this.bucket.bucket, eventbridge: true });
  }

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
        { id: 'work', status: 'Enabled', filter: [{ prefix: WORK }], expiration: [{ days: LEFT_OVER_DAYS }] },
      ],
      dependsOn: [versioning],
    });
  }
}
