import * as apigateway from './apigateway';
import { table } from './dynamodb';
import * as events from './events';
import * as iam from './iam';
import * as kms from './kms';
import * as lambda from './lambda';
import type { Lookup } from './lookup';
import * as messaging from './messaging';
import * as observability from './observability';
import * as s3 from './s3';
import * as ses from './ses';

/**
 * The lookup of every type of resource that a stack has. Import ids follow the section "Import" of the type's page in the
 * documentation of the AWS provider 5.100.
 */
export const LOOKUPS: Readonly<Record<string, Lookup>> = {
  aws_apigatewayv2_api: apigateway.api,
  aws_apigatewayv2_authorizer: apigateway.authorizer,
  aws_apigatewayv2_integration: apigateway.integration,
  aws_apigatewayv2_route: apigateway.route,
  aws_apigatewayv2_stage: apigateway.stage,
  aws_cloudwatch_event_archive: events.archive,
  aws_cloudwatch_event_bus: events.bus,
  aws_cloudwatch_event_rule: events.rule,
  aws_cloudwatch_event_target: events.target,
  aws_cloudwatch_log_group: observability.logGroup,
  aws_cloudwatch_log_metric_filter: observability.metricFilter,
  aws_cloudwatch_metric_alarm: observability.metricAlarm,
  aws_dynamodb_table: table,
  aws_iam_role: iam.role,
  aws_iam_role_policy: iam.rolePolicy,
  aws_kms_alias: kms.alias,
  aws_kms_key: kms.key,
  aws_lambda_event_source_mapping: lambda.eventSourceMapping,
  aws_lambda_function: lambda.lambdaFunction,
  aws_lambda_function_event_invoke_config: lambda.eventInvokeConfig,
  aws_lambda_function_recursion_config: lambda.recursionConfig,
  aws_lambda_permission: lambda.permission,
  aws_s3_bucket: s3.bucket,
  aws_s3_bucket_lifecycle_configuration: s3.lifecycle,
  aws_s3_bucket_notification: s3.notification,
  aws_s3_bucket_object_lock_configuration: s3.objectLock,
  aws_s3_bucket_policy: s3.bucketPolicy,
  aws_s3_bucket_public_access_block: s3.publicAccessBlock,
  aws_s3_bucket_server_side_encryption_configuration: s3.bucketEncryption,
  aws_s3_bucket_versioning: s3.versioning,
  aws_sesv2_configuration_set: ses.configurationSet,
  aws_sesv2_configuration_set_event_destination: ses.eventDestination,
  aws_sesv2_email_identity: ses.emailIdentity,
  aws_sesv2_email_identity_feedback_attributes: ses.feedbackAttributes,
  aws_sesv2_email_identity_mail_from_attributes: ses.mailFromAttributes,
  aws_sns_topic: messaging.topic,
  aws_sns_topic_subscription: messaging.subscription,
  aws_sqs_queue: messaging.queue,
};
