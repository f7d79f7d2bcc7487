import type { Environment } from '../environment';

/** Names and ARNs, computed rather than referenced, so that policies can be literal and set inline. */
export class Naming {
  constructor(readonly environment: Pick<Environment, 'name' | 'accountId' | 'region'>) {}

  /** `carillon-<environment>-<part>`: one pattern for everything that has a name. */
  name(part: string): string {
    return `carillon-${this.environment.name}-${part}`;
  }

  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.environment.region}:${this.environment.accountId}:${resource}`;
  }

  /** AWS's form of it everywhere; emulators read the account and the name, and the client knows the endpoint. */
  queueUrl(part: string): string {
    const { region, accountId } = this.environment;
    return `https://sqs.${region}.amazonaws.com/${accountId}/${this.name(part)}`;
  }

  /** Every user and role of the account whom its IAM policies let. */
  get accountArn(): string {
    return `arn:${this.partition}:iam::${this.environment.accountId}:root`;
  }

  /** Roles are shared by all regions of an account. */
  roleName = (part: string): string => `${this.name(part)}-${this.environment.region}`;
  /** Bucket names are shared by all accounts of AWS, and regions. */
  bucketName = (part: string): string => `${this.name(part)}-${this.environment.accountId}-${this.environment.region}`;
  bucketArn = (part: string): string => `arn:${this.partition}:s3:::${this.bucketName(part)}`;
  sqsArn = (part: string): string => this.arn('sqs', this.name(part));
  snsArn = (part: string): string => this.arn('sns', this.name(part));
  tableArn = (part: string): string => this.arn('dynamodb', `table/${this.name(part)}`);
  ruleArn = (part: string): string => this.arn('events', `rule/${this.name(part)}`);
  logGroupArn = (name: string): string => this.arn('logs', `log-group:${name}`);

  private get partition(): string {
    return this.environment.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }
}

/** Names of what is not a channel's own. */
export const NOTIFICATIONS = 'notifications';
export const ALARMS = 'alarms';
export const EVENTS = 'events';
export const MAIL = 'mail';
export const MAIL_EVENTS = 'mail-events';
/** Bucket of files that mails carry. */
export const ATTACHMENTS = 'attachments';
export const LEDGER = 'ledger';
export const DIRECTORY = 'directory';
export const DATA_KEY = 'data';
/** Bucket and key of the audit. */
export const AUDIT = 'audit';

/** The KMS key that seals data keys. KMS draws its id, so that no ARN can be computed before it is there. */
export const DATA_KEY_ARN = '$' + '{aws_kms_key.keys_data.arn}';

/** Of the ledger. DynamoDB puts the time into it at which it was enabled. */
export const LEDGER_STREAM_ARN = '$' + '{aws_dynamodb_table.storage_ledger.stream_arn}';
/** The KMS key that signs anchors; the same goes for it. */
export const AUDIT_KEY_ARN = '$' + '{aws_kms_key.vault_key.arn}';
/** Base address of the function `unsubscribe`. API Gateway draws it, so that it cannot be computed before it is there. */
export const UNSUBSCRIBE_URL = '$' + '{aws_apigatewayv2_api.unsubscribe_api.api_endpoint}';

/** What channels and functions may not be called: these stand beside them in the stack. */
export const RESERVED_NAMES: readonly string[] = [
  'attachments',
  'aws',
  'backend',
  'keys',
  'mail',
  'queues',
  'region',
  'storage',
  'topics',
  'vault',
];

/** Names of a channel's queues. */
export const sourceQueue = (channel: string): string => channel;
export const deadLetterQueue = (channel: string): string => `${channel}-dlq`;
/** Of what a table's stream had no more when it could still not be handled. */
export const streamDeadLetterQueue = (name: string): string => `${name}-stream-dlq`;
export const subscriptionDeadLetterQueue = (channel: string): string => `${channel}-subscription-dlq`;

/** Name of the metric and of the alarm that count what a channel should not have got. */
export const strays = (channel: string): string => `${channel}-strays`;

/** Name of the metric and of the alarm that count messages which fail again and again. */
export const recordFailures = (name: string): string => `${name}-record-failures`;

/** Name of the metric and of the alarm that count deliveries whose message was lost. */
export const orphans = (name: string): string => `${name}-orphans`;
/** The same for what is due and was not brought back, and for a scan of the ledger that fails. */
export const unsent = (name: string): string => `${name}-unsent`;
export const lag = (name: string): string => `${name}-lag`;
export const notLinkable = (name: string): string => `${name}-not-linkable`;
export const scanFailures = (name: string): string => `${name}-scan-failures`;

/** Names of the queues of a channel, or of a function whose source queue is subscribed to a topic. */
export const queuesOf = (channel: string): string[] => [
  sourceQueue(channel),
  deadLetterQueue(channel),
  subscriptionDeadLetterQueue(channel),
];
