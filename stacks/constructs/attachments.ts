import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { addFileBucket } from './file-bucket';
import { ATTACHMENTS, type Naming } from './naming';

/**
 * Bucket of mail attachments. Producers put files under the tenant's name. A file expires with the ledger's retention: no
 * notification of that time is left to replay.
 */
export class Attachments extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: { naming: Naming; environment: Environment }) {
    super(scope, id);
    this.bucket = addFileBucket(this, { ...props, part: ATTACHMENTS });
  }
}
