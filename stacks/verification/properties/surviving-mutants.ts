/**
 * Surviving mutants, by `<operator> <JSON Pointer>: <value in JSON>`, each with the reason. Properties kill every other one.
 */
export const SURVIVING_MUTANTS: readonly { readonly mutant: RegExp; readonly reason: string }[] = [
  { mutant: /\/(alarm_)?description: |\/error_message: /, reason: 'is for readers' },
  { mutant: /\/Statement\/\d+\/Sid: /, reason: 'is for readers: AWS compares no names of statements' },
  { mutant: /^\w+ \/moved/, reason: 'matters only to stacks that were applied before' },
  {
    mutant:
      /^change \/resource\/aws_(cloudwatch_metric_alarm|cloudwatch_log_metric_filter|iam_role|iam_role_policy|kms_alias)\/\w+\/(alarm_)?name: /,
    reason: 'the last part of a name is free where nothing refers to it by its name',
  },
  {
    mutant:
      /\/(http_access_log\/name|http_tokens\/name|bus_archive\/name|mail_event_destination\/event_destination_name): /,
    reason: 'the last part of a name is free where nothing refers to it by its name',
  },
  {
    mutant: /^\w+ \/resource\/aws_s3_bucket_lifecycle_configuration\/\w+\/rule\/[01]\/id: /,
    reason: 'the provider refuses a plan without it, and it names a rule for readers',
  },
  {
    mutant: /^remove \/resource\/aws_apigatewayv2_stage\/\w+\/access_log_settings\/format\/\w+: /,
    reason: 'less is logged',
  },
  {
    mutant: /\/(timeout_milliseconds: 29999|throttling_burst_limit: (99|101)|throttling_rate_limit: (49|51))$/,
    reason: 'is within the allowed range',
  },
  {
    mutant: /\/maximum_event_age_in_seconds: (60|61|3599|3600)$|\/maximum_retry_attempts: [012]$|\/retry_policy: /,
    reason: 'is within the allowed range',
  },
  { mutant: /^change \/.*\/evaluation_periods: [24]$/, reason: 'is still raised within five minutes' },
  {
    mutant: /^change \/.*_(message_age\/threshold: 1[78]\d\d|lag\/threshold: (299999|300001))$/,
    reason: 'is within the allowed range',
  },
  {
    mutant: /^change \/.*\/sweeper_(unsent|scan_failures)\/threshold: [013]$/,
    reason: 'is as good a number of failures',
  },
  { mutant: /\/maximum_record_age_in_seconds: (79199|79201)$/, reason: 'is within the allowed range' },
  {
    mutant: /\/(max_message_size|message_retention_seconds): (262145|345601|undefined)$/,
    reason: "is within the allowed range, as is SQS's default",
  },
  {
    mutant: /^(change|add) \/resource\/aws_sqs_queue\/\w+\/visibility_timeout_seconds: \d{2,4}$/,
    reason: 'longer than needed is allowed, and only people receive from a dead-letter queue',
  },
  {
    mutant: /^add \/resource\/aws_(sqs_queue|sns_topic_subscription|cloudwatch_event_target)\/\w+\/depends_on: /,
    reason: 'waits for longer than it must',
  },
  { mutant: /\/filter_policy\/channels: \["\w+","other"\]$/, reason: 'the channel that is added is none' },
];
