import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { ATTACHMENTS, type Naming } from './naming';
import type { Statement } from './policies';
import { keepPrivate, keepVersions } from './private-bucket';

/**
 * The bucket that mails take their attachments from. Producers put them below the name of the tenant.
 *
 * Without a lifecycle: how long a file is wanted its producer knows, and such a resource takes 55 s an apply.
 */
export class Attachments extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    const { protectData, requireTls } = environment;
    const arn = naming.bucketArn(ATTACHMENTS);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: naming.bucketName(ATTACHMENTS),
      ...(!protectData && { forceDestroy: true }),
      lifecycle: { preventDestroy: protectData },
    });
    keepVersions(this, this.bucket);
    keepPrivate(this, { bucket: this.bucket, arn, requireTls, statements: [denyAcls(arn)] });
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
