import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { Construct } from 'constructs';
import { WORK } from '../../shared/domain/import/upload-key';
import type { Environment } from '../environment';
import { addFileBucket, LEFT_OVER_DAYS } from './file-bucket';
import { type Naming, UPLOADS } from './naming';

/** Pages of rejected lines, until the import puts them into one file. */
const expireWork = {
  id: 'work',
  status: 'Enabled',
  filter: [{ prefix: WORK }],
  expiration: [{ days: LEFT_OVER_DAYS }],
};

/**
 * Bucket of uploaded files, `inbox/<tenant>/`, and of their results, `results/<tenant>/`. S3 says on the account's default
 * event bus what is put into it. Both expire with the ledger's retention: files hold what their notifications hold, and
 * their lines are published once for as long as the ledger knows them.
 */
export class Uploads extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: { naming: Naming; environment: Environment }) {
    super(scope, id);
    this.bucket = addFileBucket(this, { ...props, part: UPLOADS, rules: [expireWork] });
    new S3BucketNotification(this, 'notification', { bucket: this.bucket.bucket, eventbridge: true });
  }
}
