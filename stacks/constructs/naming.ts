import type { Environment } from '../environment';

/** Names and ARNs, computed instead of referenced, so that policies can be literal and inline. */
export class Naming {
  constructor(readonly environment: Pick<Environment, 'name' | 'accountId' | 'region'>) {}

  /** `carillon-<environment>-<part>`, the name pattern of all resources. */
  name(part: string): string {
    return `carillon-${this.environment.name}-${part}`;
  }

  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}:${this.environment.accountId}:${resource}`;
  }

  /** Queue URL in AWS's form. It works with emulators too: they read account and name, and the client has their endpoint. */
  queueUrl(part: string): string {
    const { region, accountId } = this.environment;
    return `https://sqs.${region}.amazonaws.com/${accountId}/${this.name(part)}`;
  }

  /** Name of the environment's event bus. */
  get busName(): string {
    return `carillon-${this.environment.name}`;
  }

  /** The account as principal: every user and role that an IAM policy allows. */
  get accountArn(): string {
    return `arn:${this.partition}:iam::${this.environment.accountId}:root`;
  }

  /** Has the region, because roles are global in an account. */
  roleName = (part: string): string => `${this.name(part)}-${this.environment.region}`;
  /** Has account and region, because bucket names are global in AWS. */
  bucketName = (part: string): string => `${this.name(part)}-${this.environment.accountId}-${this.environment.region}`;
  bucketArn = (part: string): string => `arn:${this.partition}:s3:::${this.bucketName(part)}`;
  sqsArn = (part: string): string => this.arn('sqs', this.name(part));
  snsArn = (part: string): string => this.arn('sns', this.name(part));
  tableArn = (part: string): string => this.arn('dynamodb', `table/${this.name(part)}`);
  /** Of a rule on the account's default bus. */
  ruleArn = (part: string): string => this.arn('events', `rule/${this.name(part)}`);
  /** Of a rule on the environment's bus. */
  busRuleArn = (part: string): string => this.arn('events', `rule/${this.busName}/${this.name(part)}`);
  logGroupArn = (name: string): string => this.arn('logs', `log-group:${name}`);

  private get partition(): string {
    return this.environment.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }
}

/** Name parts of resources that all channels share. */
export const NOTIFICATIONS = 'notifications';
export const ALARMS = 'alarms';
export const EVENTS = 'events';
export const MAIL = 'mail';
/** Archive of the event bus. */
export const BUS = 'bus';
export const MAIL_EVENTS = 'mail-events';
/** Function that puts events on the event bus, and its queue. */
export const EVENT_RELAY = 'event-relay';
/** Bucket of mail attachments. */
export const ATTACHMENTS = 'attachments';
/** Bucket of uploaded files and their results, and the rule of its events. */
export const UPLOADS = 'uploads';
export const LEDGER = 'ledger';
export const DIRECTORY = 'directory';
/** Table of lists, which can be rebuilt from the ledger. */
export const LISTING = 'listing';
export const DATA_KEY = 'data';
/** HTTP API. */
export const API = 'api';
/** Bucket and key of the audit. */
export const AUDIT = 'audit';

/** ARN of the KMS key that encrypts data keys. A reference, because KMS generates the key's id. */
export const DATA_KEY_ARN = '$' + '{aws_kms_key.keys_data.arn}';

/** ARN of the ledger's stream. A reference, because it contains the time at which DynamoDB enabled the stream. */
export const LEDGER_STREAM_ARN = '$' + '{aws_dynamodb_table.storage_ledger.stream_arn}';
/** ARN of the KMS key that signs anchors. A reference, because KMS generates the key's id. */
export const AUDIT_KEY_ARN = '$' + '{aws_kms_key.vault_key.arn}';
/** Base URL of the HTTP API. A reference, because API Gateway generates its host name. */
export const API_URL = '$' + '{aws_apigatewayv2_api.http_api.api_endpoint}';

/** Names that channels and functions must not have: construct ids of the stack itself, beside which theirs stand. */
export const RESERVED_NAMES: readonly string[] = [
  'attachments',
  'aws',
  'backend',
  'bus',
  'http',
  'keys',
  'mail',
  'queues',
  'region',
  'storage',
  'topics',
  'uploads',
  'vault',
];

/** Names of a channel's queues. */
export const sourceQueue = (channel: string): string => channel;
export const deadLetterQueue = (channel: string): string => `${channel}-dlq`;
/** Queue for reports of records of a table's stream that expired there, or whose retries ended, before the function handled them. */
export const streamDeadLetterQueue = (name: string): string => `${name}-stream-dlq`;
/** Queue for events that EventBridge could not hand over to the function's source queue. */
export const ruleDeadLetterQueue = (name: string): string => `${name}-rule-dlq`;
export const subscriptionDeadLetterQueue = (channel: string): string => `${channel}-subscription-dlq`;

/** Name of the metric and alarm for strays: notifications that a channel's filter policy should have kept out. */
export const strays = (channel: string): string => `${channel}-strays`;

/** Name of the metric and alarm for messages that fail repeatedly. */
export const recordFailures = (name: string): string => `${name}-record-failures`;

/** Name of the metric and alarm for orphans: deliveries whose message was lost. */
export const orphans = (name: string): string => `${name}-orphans`;
/** Name of the metric and alarm for parked deliveries that are due and could not be sent to their queue. */
export const unsent = (name: string): string => `${name}-unsent`;
export const lag = (name: string): string => `${name}-lag`;
export const notLinkable = (name: string): string => `${name}-not-linkable`;
/** Name of the metric and alarm for uploaded files that could not be read. */
export const refusedFiles = (name: string): string => `${name}-refused-files`;
export const scanFailures = (name: string): string => `${name}-scan-failures`;

/** Names of the queues of a channel, or of a function whose source queue is subscribed to a topic. */
export const queuesOf = (channel: string): string[] => [
  sourceQueue(channel),
  deadLetterQueue(channel),
  subscriptionDeadLetterQueue(channel),
];
