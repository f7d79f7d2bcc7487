import { awsError } from '../../testing/test-aws';
import type { LookupCase } from './lookup-case';

const ATTACHMENTS = 'carillon-prod-attachments-111122223333-eu-central-1';
const VAULT = 'carillon-prod-audit-111122223333-eu-central-1';

export const S3_CASES: readonly LookupCase[] = [
  {
    address: 'aws_s3_bucket.attachments_bucket',
    there: { HeadBucketCommand: {} },
    id: ATTACHMENTS,
    absent: { HeadBucketCommand: awsError('NotFound', 'NotFound', 404) },
  },
  {
    address: 'aws_s3_bucket_lifecycle_configuration.attachments_lifecycle',
    there: { GetBucketLifecycleConfigurationCommand: { Rules: [{ Status: 'Enabled' }] } },
    id: ATTACHMENTS,
    absent: { GetBucketLifecycleConfigurationCommand: awsError('NoSuchLifecycleConfiguration') },
  },
  {
    address: 'aws_s3_bucket_notification.uploads_notification',
    there: { GetBucketNotificationConfigurationCommand: { EventBridgeConfiguration: {} } },
    id: 'carillon-prod-uploads-111122223333-eu-central-1',
    absent: { GetBucketNotificationConfigurationCommand: {} },
  },
  {
    address: 'aws_s3_bucket_object_lock_configuration.vault_lock',
    there: { GetObjectLockConfigurationCommand: { ObjectLockConfiguration: {} } },
    id: VAULT,
    absent: { GetObjectLockConfigurationCommand: awsError('ObjectLockConfigurationNotFoundError') },
  },
  {
    address: 'aws_s3_bucket_policy.attachments_policy',
    there: { GetBucketPolicyCommand: { Policy: '{}' } },
    id: ATTACHMENTS,
    absent: { GetBucketPolicyCommand: awsError('NoSuchBucketPolicy') },
  },
  {
    address: 'aws_s3_bucket_public_access_block.attachments_public_access',
    there: { GetPublicAccessBlockCommand: { PublicAccessBlockConfiguration: {} } },
    id: ATTACHMENTS,
    absent: { GetPublicAccessBlockCommand: awsError('NoSuchPublicAccessBlockConfiguration') },
  },
  {
    address: 'aws_s3_bucket_server_side_encryption_configuration.attachments_encryption',
    there: { GetBucketEncryptionCommand: { ServerSideEncryptionConfiguration: {} } },
    id: ATTACHMENTS,
    absent: { GetBucketEncryptionCommand: awsError('ServerSideEncryptionConfigurationNotFoundError') },
  },
  {
    address: 'aws_s3_bucket_versioning.attachments_versioning',
    there: { GetBucketVersioningCommand: { Status: 'Enabled' } },
    id: ATTACHMENTS,
    absent: { GetBucketVersioningCommand: {} },
  },
];
