import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3';
import { CodedError } from '../../../../shared/domain/kit/errors/coded-error';
import type { Aws, Place } from './aws';
import { type Lookup, lookup } from './lookup';

/** Bucket names are unique across accounts: a bucket with our name may be another account's, and S3 returns 403 then. */
const ownBucket = (Bucket: string, { accountId }: Place) => ({ Bucket, ExpectedBucketOwner: accountId });

export const bucket = lookup({
  needs: ['bucket'],
  actions: ['s3:ListBucket'],
  find: async ({ bucket: Bucket }, { s3, place }) => {
    const head = s3.send(new HeadBucketCommand(ownBucket(Bucket, place)));
    await head.catch((error) => {
      throw bucketFailure(error, Bucket);
    });
    return { id: Bucket };
  },
});

/** Judges by status code: a HEAD response has no body that says what failed. */
function bucketFailure(error: unknown, bucket: string): unknown {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (status === 403)
    return refused(`bucket '${bucket}' is another account's, or these credentials may not list it (403)`);
  return status === 301 ? refused(`bucket '${bucket}' is in another region (301)`) : error;
}

const refused = (message: string): CodedError =>
  new CodedError('cli.not_authorized', message, 'allow your role s3:ListBucket on it, or find out whose it is');

type Settings = (bucket: ReturnType<typeof ownBucket>, s3: Aws['s3']) => Promise<boolean>;

/** A bucket's settings, imported by its name. Apply sets missing ones, without an import. */
const settings = (action: string, areSet: Settings): Lookup =>
  lookup({
    needs: ['bucket'],
    belongsTo: 'bucket',
    actions: [action],
    find: async ({ bucket: Bucket }, { s3, place }) =>
      (await areSet(ownBucket(Bucket, place), s3)) ? { id: Bucket } : undefined,
  });

export const lifecycle = settings('s3:GetLifecycleConfiguration', async (of, s3) => {
  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand(of));
  return Rules.length > 0;
});

export const notification = settings('s3:GetBucketNotification', async (of, s3) => {
  const { EventBridgeConfiguration } = await s3.send(new GetBucketNotificationConfigurationCommand(of));
  return EventBridgeConfiguration !== undefined;
});

export const objectLock = settings('s3:GetBucketObjectLockConfiguration', async (of, s3) => {
  const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand(of));
  return ObjectLockConfiguration !== undefined;
});

export const bucketPolicy = settings('s3:GetBucketPolicy', async (of, s3) => {
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand(of));
  return Policy !== '';
});

export const publicAccessBlock = settings('s3:GetBucketPublicAccessBlock', async (of, s3) => {
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand(of));
  return PublicAccessBlockConfiguration !== undefined;
});

export const bucketEncryption = settings('s3:GetEncryptionConfiguration', async (of, s3) => {
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(of));
  return ServerSideEncryptionConfiguration !== undefined;
});

export const versioning = settings('s3:GetBucketVersioning', async (of, s3) => {
  const { Status } = await s3.send(new GetBucketVersioningCommand(of));
  return Status !== undefined;
});
