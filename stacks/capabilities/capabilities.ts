import { FEEDBACK_ATTRIBUTES, PARKED_INDEX, SCAN_KEY } from '../../shared/aws/dynamodb/ledger-items';
import type { Capability } from '../../shared/domain/manifest/channel';
import type { KeyPurpose } from '../../shared/ports/data-keys';
import {
  ATTACHMENTS,
  AUDIT,
  AUDIT_KEY_ARN,
  DATA_KEY_ARN,
  DIRECTORY,
  EVENTS,
  LEDGER,
  type Naming,
  sourceQueue,
  UNSUBSCRIBE_URL,
} from '../constructs/naming';
import { webhookPorts } from '../constructs/webhook-ports';
import type { Environment } from '../environment';
import type { Statement } from './policies';

/** What a capability grants, and the environment variables that its code reads. */
export interface Grant {
  readonly statements: readonly Statement[];
  readonly variables: Readonly<Record<string, string>>;
}

/** The one place where a capability becomes permissions: review this file to know what any function may do. */
export function grant(
  capability: Capability,
  naming: Naming,
  environment: Environment,
  channels: readonly string[],
): Grant {
  const ledger = naming.tableArn(LEDGER);
  const directory = naming.tableArn(DIRECTORY);
  const ledgerVariables = {
    LEDGER_TABLE: naming.name(LEDGER),
    LEDGER_RETENTION_DAYS: String(environment.ledgerRetentionDays),
  };
  const directoryVariables = { DIRECTORY_TABLE: naming.name(DIRECTORY) };
  switch (capability) {
    case 'ledger:accept':
      return {
        statements: [onKeys(RECORD_IDS, allow('AcceptEvents', 'dynamodb:PutItem', ledger))],
        variables: ledgerVariables,
      };
    case 'audit:link':
      return {
        statements: [
          onKeys('C#*', allow('ReadChainHeads', 'dynamodb:Query', ledger)),
          onKeys(['C#*', 'CHAINS'], allow('AddLinks', 'dynamodb:PutItem', ledger)),
        ],
        variables: { LEDGER_TABLE: naming.name(LEDGER) },
      };
    case 'ledger:claim':
      return {
        statements: [
          allow('ReadDeliveries', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], ledger),
          onKeys(RECORD_IDS, allow('ClaimDeliveries', ['dynamodb:PutItem', 'dynamodb:UpdateItem'], ledger)),
        ],
        variables: ledgerVariables,
      };
    case 'ledger:sweep':
      return {
        statements: [
          allow('FindParked', 'dynamodb:Query', `${ledger}/index/${PARKED_INDEX}`),
          allow('ReadParked', 'dynamodb:BatchGetItem', ledger),
          onKeys(RECORD_IDS, allow('BringBack', 'dynamodb:UpdateItem', ledger)),
          allow('FindOrphans', 'dynamodb:Scan', ledger),
          onKeys(SCAN_KEY, allow('KeepScanProgress', ['dynamodb:GetItem', 'dynamodb:PutItem'], ledger)),
        ],
        variables: { LEDGER_TABLE: naming.name(LEDGER) },
      };
    case 'queues:send':
      return {
        statements: [allow('SendToQueues', sendActions(environment), channels.map(sourceQueue).map(naming.sqsArn))],
        variables: {
          QUEUE_URLS: JSON.stringify(
            Object.fromEntries(channels.map((name) => [name, naming.queueUrl(sourceQueue(name))])),
          ),
        },
      };
    case 'ledger:feedback':
      return {
        statements: [
          allow('ReadState', 'dynamodb:GetItem', ledger),
          onAttributes(FEEDBACK_ATTRIBUTES, allow('RecordFeedback', 'dynamodb:UpdateItem', ledger)),
        ],
        variables: { LEDGER_TABLE: naming.name(LEDGER) },
      };
    case 'directory:preferences':
      return {
        statements: [onKeys('S#*', allow('KeepPreferences', 'dynamodb:PutItem', directory))],
        variables: directoryVariables,
      };
    case 'directory:endpoints':
      return {
        statements: [onKeys('T#*', allow('ReadEndpoints', ['dynamodb:GetItem', 'dynamodb:Query'], directory))],
        variables: {
          ...directoryVariables,
          ALLOW_LOOPBACK: String(environment.allowLoopback),
          WEBHOOK_PORTS: webhookPorts(environment),
          ENDPOINT_CACHE_SECONDS: String(environment.endpointCacheSeconds),
        },
      };
    case 'directory:circuits': {
      const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
      return {
        statements: [
          onKeys('T#*', allow('KeepCircuits', writes, directory)),
          onKeys('R#*', allow('TakeTurns', 'dynamodb:UpdateItem', directory)),
        ],
        variables: directoryVariables,
      };
    }
    case 'directory:suppressions':
      return {
        statements: [onKeys(['S#*', ...LEDGER_IDS], allow('ReadSuppressions', 'dynamodb:BatchGetItem', directory))],
        variables: directoryVariables,
      };
    case 'keys:endpoints':
      return readKeysGrant('endpoints', naming, environment);
    case 'keys:unsubscribe':
      return readKeysGrant('unsubscribe', naming, environment);
    case 'keys:unsubscribe:create':
      return createKeyGrant('unsubscribe', naming, environment);
    case 'keys:addresses':
      return readKeysGrant('addresses', naming, environment);
    case 'keys:addresses:create':
      return createKeyGrant('addresses', naming, environment);
    case 'keys:messages':
      return readKeysGrant('messages', naming, environment);
    case 'keys:messages:create':
      return createKeyGrant('messages', naming, environment);
    case 'events:raise':
      return {
        // Who may use SNS may use alias/aws/sns: its policy says so.
        statements: [allow('RaiseEvents', 'sns:Publish', naming.snsArn(EVENTS))],
        variables: { EVENTS_TOPIC_ARN: naming.snsArn(EVENTS) },
      };
    case 'audit:anchor':
      return anchorGrant(naming);
    case 'unsubscribe:link':
      return { statements: [], variables: { UNSUBSCRIBE_URL } };
    case 'attachments:read':
      return attachmentsGrant(naming);
    case 'email:send':
      return {
        statements: [
          fromSender(environment, allow('SendMail', 'ses:SendRawEmail', mailResources(naming, environment))),
        ],
        variables: {
          MAIL_FROM: environment.sender,
          MAIL_FROM_NAME: environment.senderName ?? senderDomain(environment.sender),
          MAIL_REPLY_TO: environment.replyTo ?? environment.sender,
          CONFIGURATION_SET: naming.name('mail'),
        },
      };
  }
}

const allow = (Sid: string, Action: string | readonly string[], Resource: string | readonly string[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/** Endpoints, with their secrets, and suppressed addresses share a table and nothing else: `shared/aws/dynamodb/directory-items.ts`. */
const onKeys = (leadingKeys: string | readonly string[], statement: Statement): Statement => ({
  ...statement,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
});

/**
 * What an update names, its condition included. The names of all keys must be among them, those of indexes too.
 *
 * @see Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
 */
const onAttributes = (attributes: readonly string[], statement: Statement): Statement => ({
  ...statement,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes } },
});

/**
 * Ids of notifications are ULIDs, which begin with 0 to 7. No other key does, in ledger or directory.
 *
 * Suppressions are read in one BatchGetItem with items of the ledger. AWS documents `LeadingKeys` for BatchGetItem, but not
 * that it holds the keys of one table alone where a call names several: so these are allowed there too.
 *
 * @see Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
 */
const LEDGER_IDS = ['0*', '1*', '2*', '3*', '4*', '5*', '6*', '7*'];

/** And ids of SQS messages, UUIDs in lower case, of what is refused: all that `recordId` lets be a key. No chain, no list of them. */
const RECORD_IDS = [...'0123456789abcdef'].map((digit) => `${digit}*`);

/** Who may not list a bucket is told 403 of an object that is missing, and would try it again for ever. */
function attachmentsGrant(naming: Naming): Grant {
  const bucket = naming.bucketArn(ATTACHMENTS);
  return {
    statements: [
      allow('ReadAttachments', 's3:GetObject', `${bucket}/*`),
      allow('FindAttachments', 's3:ListBucket', bucket),
    ],
    variables: { ATTACHMENTS_BUCKET: naming.bucketName(ATTACHMENTS) },
  };
}

/** Chains and records, to read; anchors and archive, to add to. Nothing of it can be changed or taken away. */
function anchorGrant(naming: Naming): Grant {
  const ledger = naming.tableArn(LEDGER);
  const bucket = naming.bucketArn(AUDIT);
  const objects = [`${bucket}/anchors/*`, `${bucket}/archive/*`];
  return {
    statements: [
      onKeys(['C#*', 'CHAINS'], allow('ReadChains', 'dynamodb:Query', ledger)),
      allow('ReadRecords', 'dynamodb:BatchGetItem', ledger),
      allow('ListVault', 's3:ListBucketVersions', bucket),
      allow('ReadVault', ['s3:GetObject', 's3:GetObjectVersion'], objects),
      allow('AddToVault', 's3:PutObject', objects),
      allow('SignAnchors', 'kms:Sign', AUDIT_KEY_ARN),
    ],
    variables: { LEDGER_TABLE: naming.name(LEDGER), AUDIT_BUCKET: naming.bucketName(AUDIT), AUDIT_KEY_ARN },
  };
}

/** The data keys of one purpose, and the KMS key to open them with: nobody who only reads can replace or remove one. */
const readKeysGrant = (purpose: KeyPurpose, naming: Naming, environment: Environment): Grant => ({
  statements: [
    onKeys(`K#${purpose}`, allow(`Read${capitalized(purpose)}Keys`, 'dynamodb:Query', naming.tableArn(DIRECTORY))),
    forPurpose(purpose, environment, allow(`Open${capitalized(purpose)}Keys`, 'kms:Decrypt', DATA_KEY_ARN)),
  ],
  variables: { DIRECTORY_TABLE: naming.name(DIRECTORY), DATA_KEY_ARN },
});

/**
 * IAM cannot demand that a put comes with a condition: who may make the first key could overwrite those of its purpose,
 * which restoring the table brings back. So they are few: who must seal before any operator did something.
 */
const createKeyGrant = (purpose: KeyPurpose, naming: Naming, environment: Environment): Grant => ({
  statements: [
    onKeys(`K#${purpose}`, allow(`Store${capitalized(purpose)}Key`, 'dynamodb:PutItem', naming.tableArn(DIRECTORY))),
    forPurpose(purpose, environment, allow(`Make${capitalized(purpose)}Key`, 'kms:GenerateDataKey', DATA_KEY_ARN)),
  ],
  variables: {},
});

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The encryption context is what `shared/aws/kms/kms-data-key-store.ts` gives: who may open keys of one purpose may open no others. */
const forPurpose = (purpose: KeyPurpose, { emulatedIam }: Environment, statement: Statement): Statement =>
  emulatedIam ? statement : { ...statement, Condition: { StringEquals: { 'kms:EncryptionContext:purpose': purpose } } };

/** Who may be mailed is not limited, but the address that mail comes from is. */
const fromSender = ({ sender, emulatedIam }: Environment, statement: Statement): Statement =>
  emulatedIam ? statement : { ...statement, Condition: { StringEquals: { 'ses:FromAddress': sender } } };

/**
 * SES checks the configuration set, the sender's identity, by its address too where that is verified, and in the sandbox
 * those of the recipients, whatever they are called.
 */
const mailResources = (naming: Naming, { emulatedIam }: Environment): string | string[] =>
  emulatedIam ? '*' : [naming.arn('ses', 'identity/*'), naming.arn('ses', `configuration-set/${naming.name('mail')}`)];

/** Lower case, for ARNs are compared letter by letter and domains are not. */
export const senderDomain = (sender: string): string => sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();

interface ConsumerParts {
  readonly queue: string;
  readonly sendsTo: readonly string[];
}

const sendActions = ({ emulatedIam }: Environment): string | string[] =>
  emulatedIam ? ['sqs:SendMessage', 'sqs:SendMessageBatch'] : 'sqs:SendMessage';

/** What a function that drains a queue may do with queues: take from its own, pass on what failed. */
export const consumerStatements = (
  naming: Naming,
  environment: Environment,
  { queue, sendsTo }: ConsumerParts,
): Statement[] => [
  allow('ConsumeQueue', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], naming.sqsArn(queue)),
  allow('PassOn', sendActions(environment), sendsTo.map(naming.sqsArn)),
];

/** What a function that a schedule starts may do beside: have Lambda tell which run failed, and why. */
export const scheduledStatements = (deadLettersArn: string): Statement[] => [
  allow('TellFailedRuns', 'sqs:SendMessage', deadLettersArn),
];

/** What a function that reads the stream of a table may do beside: read it, and have Lambda tell what it gave up. */
export const streamStatements = (streamArn: string, deadLettersArn: string): Statement[] => [
  allow(
    'ReadStream',
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    streamArn,
  ),
  allow('TellDropped', 'sqs:SendMessage', deadLettersArn),
];

/** What every function may do: write its log, trace. */
export const runtimeStatements = (naming: Naming, logGroup: string): Statement[] => [
  allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${naming.logGroupArn(logGroup)}:*`),
  // X-Ray has no resources to name (Service Authorization Reference, "Actions defined by AWS X-Ray").
  allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
];
