/** What may be taken out of a plan without a property noticing, and why. Everything else is guarded. */
export const UNGUARDED: readonly { readonly path: RegExp; readonly reason: string }[] = [
  {
    path: /^\/resource\/(aws_lambda_function|aws_kms_key|aws_cloudwatch_event_rule)\/\w+\/description$/,
    reason: 'is for readers',
  },
  {
    path: /^\/resource\/aws_s3_bucket_lifecycle_configuration\/\w+\/rule\/0\/id$/,
    reason: 'the provider refuses a plan without it',
  },
  {
    path: /^\/resource\/aws_lambda_event_source_mapping\/\w+\/batch_size$/,
    reason: "Lambda's default is allowed",
  },
  {
    path: /^\/resource\/aws_sqs_queue\/\w+\/(max_message_size|message_retention_seconds)$/,
    reason: "SQS's default is allowed",
  },
  { path: /^\/moved/, reason: 'matters only to stacks that were applied before' },
];
