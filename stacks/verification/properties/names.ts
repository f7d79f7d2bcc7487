import { set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property } from './property';
import type { ResourceBody, ResourceType } from './terraform-json';

interface NameRule {
  /** Attribute that holds the resource's name in AWS. */
  readonly attribute: string;
  /** Characters that the service allows. */
  readonly limit: number;
  /** Prefix that the service requires. @default none */
  readonly prefix?: string;
}

/** Name rules of every type; `undefined` for a type without a name of its own. */
export const NAME_RULES: Readonly<Record<ResourceType, NameRule | undefined>> = {
  aws_apigatewayv2_api: { attribute: 'name', limit: 128 },
  aws_apigatewayv2_authorizer: { attribute: 'name', limit: 128 },
  aws_apigatewayv2_integration: undefined,
  aws_apigatewayv2_route: undefined,
  aws_apigatewayv2_stage: undefined,
  aws_cloudwatch_event_archive: { attribute: 'name', limit: 48 },
  // Named like the environment alone: `busProperties` judges it.
  aws_cloudwatch_event_bus: undefined,
  aws_cloudwatch_event_rule: { attribute: 'name', limit: 64 },
  aws_cloudwatch_event_target: undefined,
  aws_cloudwatch_log_group: { attribute: 'name', limit: 512, prefix: '/aws/(?:lambda|apigateway)/' },
  aws_cloudwatch_log_metric_filter: { attribute: 'name', limit: 512 },
  aws_cloudwatch_metric_alarm: { attribute: 'alarm_name', limit: 255 },
  aws_dynamodb_table: { attribute: 'name', limit: 255 },
  aws_iam_role: { attribute: 'name', limit: 64 },
  aws_iam_role_policy: { attribute: 'name', limit: 128 },
  aws_kms_alias: { attribute: 'name', limit: 256, prefix: 'alias/' },
  aws_kms_key: undefined,
  aws_lambda_event_source_mapping: undefined,
  aws_lambda_function: { attribute: 'function_name', limit: 64 },
  aws_lambda_function_event_invoke_config: undefined,
  aws_lambda_function_recursion_config: undefined,
  aws_lambda_permission: undefined,
  aws_s3_bucket: { attribute: 'bucket', limit: 63 },
  aws_s3_bucket_lifecycle_configuration: undefined,
  aws_s3_bucket_notification: undefined,
  aws_s3_bucket_object_lock_configuration: undefined,
  aws_s3_bucket_policy: undefined,
  aws_s3_bucket_public_access_block: undefined,
  aws_s3_bucket_server_side_encryption_configuration: undefined,
  aws_s3_bucket_versioning: undefined,
  aws_sesv2_configuration_set: { attribute: 'configuration_set_name', limit: 64 },
  aws_sesv2_configuration_set_event_destination: { attribute: 'event_destination_name', limit: 64 },
  aws_sesv2_email_identity: undefined,
  aws_sesv2_email_identity_feedback_attributes: undefined,
  aws_sesv2_email_identity_mail_from_attributes: undefined,
  aws_sns_topic: { attribute: 'name', limit: 256 },
  aws_sns_topic_subscription: undefined,
  aws_sqs_queue: { attribute: 'name', limit: 80 },
};

export const nameProperties: readonly Property[] = [
  {
    name: 'names are carillon-<environment>-<part>, within the limit of their service',
    check: (plan) =>
      faultsOf(named(plan), ({ name, rule }) => {
        const pattern = new RegExp(`^${rule.prefix ?? ''}carillon-${plan.environment.name}-[a-z][a-z0-9-]*$`);
        return [
          ...(pattern.test(name) ? [] : [`is named ${name}`]),
          ...(name.length <= rule.limit ? [] : [`has a name of ${name.length} characters, allowed ${rule.limit}`]),
        ];
      }),
    brokenBy: {
      'another pattern': set('aws_sns_topic', 'topics_alarms', { name: 'carillon-alarms-prod' }),
      'no name: Terraform invents one': set('aws_iam_role', 'email_role', { name: '' }),
      'another environment': set('aws_dynamodb_table', 'storage_ledger', { name: 'carillon-dev-ledger' }),
      'a queue of 81 characters': set('aws_sqs_queue', 'email_queue', { name: long(81) }),
      'a function of 65': set('aws_lambda_function', 'email_function', { function_name: long(65) }),
      'a role of 65': set('aws_iam_role', 'email_role', { name: long(65) }),
      'a topic of 257': set('aws_sns_topic', 'topics_alarms', { name: long(257) }),
    },
  },
  {
    name: 'no two resources of a type have the same name in AWS',
    check: (plan) => {
      const all = named(plan);
      return faultsOf(all, ({ name, type }, address) =>
        all
          .filter((other) => other.body.name === name && other.body.type === type && other.address !== address)
          .map((other) => `is named ${name}, as ${other.address} is`),
      );
    },
    brokenBy: {
      'two queues': set('aws_sqs_queue', 'webhook_queue', { name: 'carillon-prod-email' }),
      'two alarms': set('aws_cloudwatch_metric_alarm', 'email_errors', { alarm_name: 'carillon-prod-email-throttles' }),
    },
  },
];

interface Named {
  readonly name: string;
  readonly type: string;
  readonly rule: NameRule;
}

function named(plan: Plan): Resource<Named>[] {
  const rules: Readonly<Record<string, NameRule | undefined>> = NAME_RULES;
  return plan.resources().flatMap(({ address, body }) => {
    const [type = ''] = address.split('.');
    const rule = rules[type];
    return rule ? [{ address, body: { name: nameOf(body, rule), type, rule } }] : [];
  });
}

const nameOf = (body: ResourceBody, { attribute }: NameRule): string => String(Reflect.get(body, attribute) ?? '');

function long(characters: number): string {
  return 'carillon-prod-'.padEnd(characters, 'x');
}
