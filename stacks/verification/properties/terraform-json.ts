/** The parts of `cdk.tf.json` that properties read. Mutable, because tests mutate copies. */
export interface TerraformJson {
  readonly terraform: TerraformSettings;
  readonly provider: { readonly aws: ProviderJson[] };
  readonly resource: ResourcesByType;
  readonly data?: {
    readonly aws_sesv2_email_identity?: Readonly<Record<string, { readonly email_identity: string }>>;
    aws_sqs_queues?: Record<string, QueuesBody>;
  };
  readonly output: Record<string, OutputJson>;
}

export interface TerraformSettings {
  required_version?: string;
  required_providers?: Record<string, { source?: string; version?: string }>;
  backend: Record<string, BackendJson>;
}

export interface BackendJson {
  bucket?: string;
  region?: string;
  key?: string;
  encrypt?: boolean;
  use_lockfile?: boolean;
  path?: string;
}

export interface ProviderJson {
  region?: string;
  allowed_account_ids?: string[];
  default_tags?: { tags: Record<string, string> }[];
  access_key?: string;
  secret_key?: string;
}

export interface QueuesBody {
  queue_name_prefix?: string;
  lifecycle?: { postcondition?: { condition: string; error_message: string }[] };
}

export interface OutputJson {
  value: unknown;
  description?: string;
  sensitive?: boolean;
}

export type ResourcesByType = { [Type in ResourceType]?: Record<string, ResourceTypes[Type]> };
export type ResourceType = keyof ResourceTypes;

/** Meta-arguments of every resource. Optional members have a default in Terraform. */
export interface ResourceBody {
  depends_on?: string[];
  lifecycle?: { prevent_destroy?: boolean };
}

/** Resource types with properties; any other type is a violation until it has properties. */
export interface ResourceTypes {
  aws_apigatewayv2_api: ApiBody;
  aws_apigatewayv2_authorizer: AuthorizerBody;
  aws_apigatewayv2_integration: IntegrationBody;
  aws_apigatewayv2_route: RouteBody;
  aws_apigatewayv2_stage: StageBody;
  aws_cloudwatch_event_archive: EventArchiveBody;
  aws_cloudwatch_event_bus: EventBusBody;
  aws_cloudwatch_event_rule: EventRuleBody;
  aws_cloudwatch_event_target: EventTargetBody;
  aws_cloudwatch_log_group: LogGroupBody;
  aws_cloudwatch_log_metric_filter: MetricFilterBody;
  aws_cloudwatch_metric_alarm: AlarmBody;
  aws_dynamodb_table: TableBody;
  aws_iam_role: RoleBody;
  aws_iam_role_policy: RolePolicyBody;
  aws_kms_alias: AliasBody;
  aws_kms_key: KeyBody;
  aws_lambda_event_source_mapping: EventSourceMappingBody;
  aws_lambda_function: FunctionBody;
  aws_lambda_function_event_invoke_config: InvokeConfigBody;
  aws_lambda_function_recursion_config: RecursionConfigBody;
  aws_lambda_permission: PermissionBody;
  aws_s3_bucket: BucketBody;
  aws_s3_bucket_lifecycle_configuration: LifecycleBody;
  aws_s3_bucket_notification: OfBucketBody & { eventbridge?: boolean };
  aws_s3_bucket_object_lock_configuration: ObjectLockBody;
  aws_s3_bucket_policy: OfBucketBody & { policy: string };
  aws_s3_bucket_public_access_block: PublicAccessBlockBody;
  aws_s3_bucket_server_side_encryption_configuration: BucketEncryptionBody;
  aws_s3_bucket_versioning: OfBucketBody & { versioning_configuration?: { status: string } };
  aws_sesv2_configuration_set: ConfigurationSetBody;
  aws_sesv2_configuration_set_event_destination: EventDestinationBody;
  aws_sesv2_email_identity: ResourceBody & { email_identity: string };
  aws_sesv2_email_identity_feedback_attributes: OfIdentityBody & { email_forwarding_enabled?: boolean };
  aws_sesv2_email_identity_mail_from_attributes: OfIdentityBody & {
    mail_from_domain?: string;
    behavior_on_mx_failure?: string;
  };
  aws_sns_topic: TopicBody;
  aws_sns_topic_subscription: SubscriptionBody;
  aws_sqs_queue: QueueBody;
}

export interface QueueBody extends ResourceBody {
  name: string;
  policy?: string;
  redrive_policy?: string;
  redrive_allow_policy?: string;
  visibility_timeout_seconds?: number;
  message_retention_seconds?: number;
  max_message_size?: number;
  receive_wait_time_seconds?: number;
  sqs_managed_sse_enabled?: boolean;
  kms_master_key_id?: string;
}

export interface TopicBody extends ResourceBody {
  name: string;
  policy?: string;
  kms_master_key_id?: string;
}

export interface SubscriptionBody extends ResourceBody {
  topic_arn: string;
  protocol: string;
  endpoint: string;
  raw_message_delivery?: boolean;
  filter_policy?: string;
  filter_policy_scope?: string;
  redrive_policy?: string;
}

export interface FunctionBody extends ResourceBody {
  reserved_concurrent_executions?: number;
  function_name: string;
  role: string;
  runtime?: string;
  architectures?: string[];
  handler?: string;
  filename?: string;
  source_code_hash?: string;
  timeout?: number;
  memory_size?: number;
  /** Absent where a function has no variables. */
  environment?: { variables: Record<string, string> };
  logging_config?: { log_format?: string; log_group?: string };
  tracing_config?: { mode?: string };
}

export interface OfIdentityBody extends ResourceBody {
  email_identity: string;
}

export interface EventSourceMappingBody extends ResourceBody {
  event_source_arn: string;
  function_name: string;
  batch_size?: number;
  maximum_batching_window_in_seconds?: number;
  function_response_types?: string[];
  starting_position?: string;
  filter_criteria?: { filter: { pattern: string }[] };
  bisect_batch_on_function_error?: boolean;
  maximum_retry_attempts?: number;
  maximum_record_age_in_seconds?: number;
  destination_config?: { on_failure: { destination_arn: string } };
  scaling_config?: { maximum_concurrency?: number };
}

export interface LogGroupBody extends ResourceBody {
  name: string;
  retention_in_days?: number;
}

export interface MetricFilterBody extends ResourceBody {
  name: string;
  log_group_name: string;
  pattern: string;
  metric_transformation: { namespace: string; name: string; value: string };
}

export interface RoleBody extends ResourceBody {
  name: string;
  assume_role_policy: string;
}

export interface RolePolicyBody extends ResourceBody {
  name: string;
  role: string;
  policy: string;
}

export interface TableBody extends ResourceBody {
  name: string;
  billing_mode?: string;
  hash_key?: string;
  range_key?: string;
  attribute?: { name: string; type: string }[];
  global_secondary_index?: {
    name: string;
    hash_key: string;
    range_key?: string;
    projection_type: string;
    non_key_attributes?: string[];
  }[];
  point_in_time_recovery?: { enabled: boolean };
  server_side_encryption?: { enabled: boolean };
  deletion_protection_enabled?: boolean;
  ttl?: { attribute_name: string; enabled?: boolean };
  stream_enabled?: boolean;
  stream_view_type?: string;
}

export interface KeyBody extends ResourceBody {
  description?: string;
  policy?: string;
  enable_key_rotation?: boolean;
  deletion_window_in_days?: number;
  key_usage?: string;
  customer_master_key_spec?: string;
}

export interface BucketBody extends ResourceBody {
  bucket: string;
  object_lock_enabled?: boolean;
  force_destroy?: boolean;
}

interface OfBucketBody extends ResourceBody {
  bucket: string;
}

export interface LifecycleBody extends OfBucketBody {
  rule?: LifecycleRule[];
}

export interface LifecycleRule {
  status?: string;
  filter?: { prefix?: string }[];
  expiration?: { days?: number }[];
  noncurrent_version_expiration?: { noncurrent_days?: number }[];
  abort_incomplete_multipart_upload?: { days_after_initiation?: number }[];
}

export interface ObjectLockBody extends OfBucketBody {
  rule?: { default_retention?: { mode?: string; days?: number } };
}

export interface PublicAccessBlockBody extends OfBucketBody {
  block_public_acls?: boolean;
  block_public_policy?: boolean;
  ignore_public_acls?: boolean;
  restrict_public_buckets?: boolean;
}

export interface BucketEncryptionBody extends OfBucketBody {
  rule?: { apply_server_side_encryption_by_default?: { sse_algorithm: string } }[];
}

export interface AliasBody extends ResourceBody {
  name: string;
  target_key_id: string;
}

export interface ConfigurationSetBody extends ResourceBody {
  configuration_set_name: string;
  delivery_options?: { tls_policy?: string };
  reputation_options?: { reputation_metrics_enabled?: boolean };
  sending_options?: { sending_enabled?: boolean };
  suppression_options?: { suppressed_reasons?: readonly string[] };
}

export interface AlarmBody extends ResourceBody {
  metric_query?: {
    id: string;
    expression?: string;
    metric?: {
      namespace?: string;
      metric_name?: string;
      dimensions: Record<string, string>;
      period: number;
      stat: string;
    };
    return_data?: boolean;
  }[];
  alarm_name: string;
  namespace: string;
  metric_name: string;
  /** Absent for a custom metric, whose name contains the function's. */
  dimensions?: Record<string, string>;
  statistic?: string;
  comparison_operator: string;
  threshold: number;
  period?: number;
  evaluation_periods: number;
  treat_missing_data?: string;
  actions_enabled?: boolean;
  alarm_actions?: string[];
  ok_actions?: string[];
  alarm_description?: string;
}

export interface EventRuleBody extends ResourceBody {
  name: string;
  schedule_expression?: string;
  event_pattern?: string;
  event_bus_name?: string;
}

export interface EventBusBody extends ResourceBody {
  name: string;
}

export interface EventArchiveBody extends ResourceBody {
  name: string;
  event_source_arn: string;
  event_pattern?: string;
  retention_days?: number;
}

export interface EventTargetBody extends ResourceBody {
  rule: string;
  event_bus_name?: string;
  arn: string;
  retry_policy?: { maximum_event_age_in_seconds?: number; maximum_retry_attempts?: number };
  dead_letter_config?: { arn?: string };
}

export interface RecursionConfigBody extends ResourceBody {
  function_name: string;
  recursive_loop?: string;
}

export interface InvokeConfigBody extends ResourceBody {
  destination_config?: { on_failure?: { destination: string } };
  function_name: string;
  maximum_event_age_in_seconds?: number;
  maximum_retry_attempts?: number;
}

export interface PermissionBody extends ResourceBody {
  action: string;
  function_name: string;
  principal: string;
  source_arn?: string;
}

export interface EventDestinationBody extends ResourceBody {
  configuration_set_name: string;
  event_destination_name: string;
  event_destination: { enabled?: boolean; matching_event_types: string[]; sns_destination?: { topic_arn: string } };
}

export interface ApiBody extends ResourceBody {
  name: string;
  protocol_type: string;
  cors_configuration?: object;
}

export interface IntegrationBody extends ResourceBody {
  api_id: string;
  integration_type: string;
  integration_uri?: string;
  payload_format_version?: string;
  timeout_milliseconds?: number;
}

export interface RouteBody extends ResourceBody {
  api_id: string;
  route_key: string;
  target?: string;
  authorization_type?: string;
  authorizer_id?: string;
}

export interface AuthorizerBody extends ResourceBody {
  api_id: string;
  authorizer_type: string;
  identity_sources: string[];
  jwt_configuration: { issuer: string; audience: string[] };
}

export interface StageBody extends ResourceBody {
  api_id: string;
  name: string;
  auto_deploy?: boolean;
  access_log_settings?: { destination_arn: string; format: string };
  default_route_settings?: { throttling_burst_limit?: number; throttling_rate_limit?: number };
  route_settings?: { route_key: string; throttling_burst_limit?: number; throttling_rate_limit?: number }[];
}
