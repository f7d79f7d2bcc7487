/** IAM actions whose names are not service and call. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3 HeadBucketCommand': 's3:ListBucket',
  's3 GetBucketLifecycleConfigurationCommand': 's3:GetLifecycleConfiguration',
  's3 GetObjectLockConfigurationCommand': 's3:GetBucketObjectLockConfiguration',
  's3 GetPublicAccessBlockCommand': 's3:GetBucketPublicAccessBlock',
  's3 GetBucketEncryptionCommand': 's3:GetEncryptionConfiguration',
  's3 GetBucketNotificationConfigurationCommand': 's3:GetBucketNotification',
};

/** @param call as `TestAws` records it, such as `s3 HeadBucketCommand` */
export function actionOf(call: string): string {
  const [service = '', command = ''] = call.split(' ');
  if (service === 'apigateway') return 'apigateway:GET';
  return ACTIONS[call] ?? `${service}:${command.replace(/Command$/, '')}`;
}
