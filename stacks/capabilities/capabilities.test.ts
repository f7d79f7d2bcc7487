import type { Capability } from '../../shared/domain/manifest/channel';
import { Naming } from '../constructs/naming';
import type { Environment } from '../environment';
import { anEnvironment } from '../verification/testing/environments';
import { CAPABILITIES } from './capabilities';
import type { Grant } from './grant';
import { runtimeStatements } from './runtime';
import { consumerStatements } from './sqs';

const prod = anEnvironment('prod');
const local = anEnvironment('local');
const ledger = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carillon-prod-ledger';
const directory = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carillon-prod-directory';
const vault = 'arn:aws:s3:::carillon-prod-audit-111122223333-eu-central-1';
const ledgerVariables = { LEDGER_TABLE: 'carillon-prod-ledger', LEDGER_RETENTION_DAYS: '400' };

const KEY = `\${aws_kms_key.keys_data.arn}`;
const CHANNELS = ['email', 'webhook'];

const grant = (capability: Capability, environment: Environment): Grant =>
  CAPABILITIES[capability]({ naming: new Naming(environment), environment, channels: CHANNELS });

/** Ids of notifications and of SQS messages. */
const OF_RECORDS = {
  'ForAllValues:StringLike': {
    'dynamodb:LeadingKeys': [
      '0*',
      '1*',
      '2*',
      '3*',
      '4*',
      '5*',
      '6*',
      '7*',
      '8*',
      '9*',
      'a*',
      'b*',
      'c*',
      'd*',
      'e*',
      'f*',
    ],
  },
};

const GRANTS: Readonly<Record<Capability, Grant>> = {
  'ledger:accept': {
    statements: [
      {
        Sid: 'AcceptEvents',
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: ledger,
        Condition: OF_RECORDS,
      },
    ],
    variables: ledgerVariables,
  },
  'audit:link': {
    statements: [
      {
        Sid: 'ReadChainHeads',
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: ledger,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'C#*' } },
      },
      {
        Sid: 'AddLinks',
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: ledger,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['C#*', 'CHAINS'] } },
      },
    ],
    variables: { LEDGER_TABLE: 'carillon-prod-ledger' },
  },
  'ledger:claim': {
    statements: [
      {
        Sid: 'ReadDeliveries',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        Resource: ledger,
      },
      {
        Sid: 'ClaimDeliveries',
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Resource: ledger,
        Condition: OF_RECORDS,
      },
    ],
    variables: ledgerVariables,
  },
  'ledger:sweep': {
    statements: [
      { Sid: 'FindParked', Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${ledger}/index/parked` },
      { Sid: 'ReadParked', Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: ledger },
      { Sid: 'BringBack', Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: ledger, Condition: OF_RECORDS },
      { Sid: 'FindOrphans', Effect: 'Allow', Action: 'dynamodb:Scan', Resource: ledger },
      {
        Sid: 'KeepScanProgress',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: ledger,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'SCAN' } },
      },
    ],
    variables: { LEDGER_TABLE: 'carillon-prod-ledger' },
  },
  'queues:send': {
    statements: [
      {
        Sid: 'SendToQueues',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: CHANNELS.map((name) => `arn:aws:sqs:eu-central-1:111122223333:carillon-prod-${name}`),
      },
    ],
    variables: {
      QUEUE_URLS: JSON.stringify({
        email: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email',
        webhook: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-webhook',
      }),
    },
  },
  'ledger:feedback': {
    statements: [
      { Sid: 'ReadState', Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ledger },
      {
        Sid: 'RecordFeedback',
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: ledger,
        Condition: {
          'ForAllValues:StringEquals': {
            'dynamodb:Attributes': [
              'pk',
              'sk',
              'tenant',
              'state',
              'feedback',
              'returned',
              'redrive',
              'refusedAt',
              'leaseUntil',
              'notBefore',
              'dueAt',
              'parkShard',
              'parked',
            ],
          },
        },
      },
    ],
    variables: { LEDGER_TABLE: 'carillon-prod-ledger' },
  },
  'directory:preferences': {
    statements: [
      {
        Sid: 'KeepPreferences',
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'S#*' } },
      },
    ],
    variables: { DIRECTORY_TABLE: 'carillon-prod-directory' },
  },
  'directory:endpoints': {
    statements: [
      {
        Sid: 'ReadEndpoints',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:Query'],
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'T#*' } },
      },
    ],
    variables: {
      DIRECTORY_TABLE: 'carillon-prod-directory',
      ALLOW_LOOPBACK: 'false',
      WEBHOOK_PORTS: '443',
      ENDPOINT_CACHE_SECONDS: '10',
    },
  },
  'directory:circuits': {
    statements: [
      {
        Sid: 'KeepCircuits',
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'T#*' } },
      },
      {
        Sid: 'TakeTurns',
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'R#*' } },
      },
    ],
    variables: { DIRECTORY_TABLE: 'carillon-prod-directory' },
  },
  'directory:suppressions': {
    statements: [
      {
        Sid: 'ReadSuppressions',
        Effect: 'Allow',
        Action: 'dynamodb:BatchGetItem',
        Resource: directory,
        Condition: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': ['S#*', '0*', '1*', '2*', '3*', '4*', '5*', '6*', '7*'],
          },
        },
      },
    ],
    variables: { DIRECTORY_TABLE: 'carillon-prod-directory' },
  },
  'keys:endpoints': readKeys('Endpoints', 'endpoints'),
  'keys:unsubscribe': readKeys('Unsubscribe', 'unsubscribe'),
  'keys:unsubscribe:create': createKey('Unsubscribe', 'unsubscribe'),
  'keys:addresses': readKeys('Addresses', 'addresses'),
  'keys:addresses:create': createKey('Addresses', 'addresses'),
  'keys:messages': readKeys('Messages', 'messages'),
  'keys:messages:create': createKey('Messages', 'messages'),
  'events:raise': {
    statements: [
      {
        Sid: 'RaiseEvents',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-events',
      },
    ],
    variables: { EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-events' },
  },
  'audit:anchor': {
    statements: [
      {
        Sid: 'ReadChains',
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: ledger,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['C#*', 'CHAINS'] } },
      },
      { Sid: 'ReadRecords', Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: ledger },
      { Sid: 'ListVault', Effect: 'Allow', Action: 's3:ListBucketVersions', Resource: vault },
      {
        Sid: 'ReadVault',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: [`${vault}/anchors/*`, `${vault}/archive/*`],
      },
      {
        Sid: 'AddToVault',
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: [`${vault}/anchors/*`, `${vault}/archive/*`],
      },
      { Sid: 'SignAnchors', Effect: 'Allow', Action: 'kms:Sign', Resource: `\${aws_kms_key.vault_key.arn}` },
    ],
    variables: {
      LEDGER_TABLE: 'carillon-prod-ledger',
      AUDIT_BUCKET: 'carillon-prod-audit-111122223333-eu-central-1',
      AUDIT_KEY_ARN: `\${aws_kms_key.vault_key.arn}`,
    },
  },
  'unsubscribe:link': {
    statements: [],
    variables: { UNSUBSCRIBE_URL: '$' + '{aws_apigatewayv2_api.unsubscribe_api.api_endpoint}' },
  },
  'attachments:read': {
    statements: [
      {
        Sid: 'ReadAttachments',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::carillon-prod-attachments-111122223333-eu-central-1/*',
      },
      {
        Sid: 'FindAttachments',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::carillon-prod-attachments-111122223333-eu-central-1',
      },
    ],
    variables: { ATTACHMENTS_BUCKET: 'carillon-prod-attachments-111122223333-eu-central-1' },
  },
  'email:send': {
    statements: [
      {
        Sid: 'SendMail',
        Effect: 'Allow',
        Action: 'ses:SendRawEmail',
        Resource: [
          'arn:aws:ses:eu-central-1:111122223333:identity/*',
          'arn:aws:ses:eu-central-1:111122223333:configuration-set/carillon-prod-mail',
        ],
        Condition: { StringEquals: { 'ses:FromAddress': 'notifications@mail.example.com' } },
      },
    ],
    variables: {
      MAIL_FROM: 'notifications@mail.example.com',
      MAIL_FROM_NAME: 'mail.example.com',
      MAIL_REPLY_TO: 'notifications@mail.example.com',
      CONFIGURATION_SET: 'carillon-prod-mail',
    },
  },
};

function readKeys(name: string, purpose: string): Grant {
  return {
    statements: [onKeys(`Read${name}Keys`, 'dynamodb:Query', purpose), use(`Open${name}Keys`, 'kms:Decrypt', purpose)],
    variables: { DIRECTORY_TABLE: 'carillon-prod-directory', DATA_KEY_ARN: KEY },
  };
}

function createKey(name: string, purpose: string): Grant {
  return {
    statements: [
      onKeys(`Store${name}Key`, 'dynamodb:PutItem', purpose),
      use(`Make${name}Key`, 'kms:GenerateDataKey', purpose),
    ],
    variables: {},
  };
}

function onKeys(Sid: string, Action: string, purpose: string): Grant['statements'][number] {
  const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `K#${purpose}` } };
  return { Sid, Effect: 'Allow', Action, Resource: directory, Condition };
}

function use(Sid: string, Action: string, purpose: string): Grant['statements'][number] {
  const Condition = { StringEquals: { 'kms:EncryptionContext:purpose': purpose } };
  return { Sid, Effect: 'Allow', Action, Resource: KEY, Condition };
}

test.each(Object.entries(GRANTS) as [Capability, Grant][])(
  '%s grants this and nothing else',
  (capability, expected) => {
    expect(grant(capability, prod)).toEqual(expected);
  },
);

test('a function that drains a queue may take from it, and pass on what failed', () => {
  const parts = { queue: 'sms', sendsTo: ['sms', 'sms-dlq'] };
  expect(consumerStatements(new Naming(prod), prod, parts)).toEqual([
    {
      Sid: 'ConsumeQueue',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: 'arn:aws:sqs:eu-central-1:111122223333:carillon-prod-sms',
    },
    {
      Sid: 'PassOn',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: [
        'arn:aws:sqs:eu-central-1:111122223333:carillon-prod-sms',
        'arn:aws:sqs:eu-central-1:111122223333:carillon-prod-sms-dlq',
      ],
    },
  ]);
});

test('every function may write its log and trace', () => {
  expect(runtimeStatements(new Naming(prod), '/aws/lambda/carillon-prod-sms')).toEqual([
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/carillon-prod-sms:*',
    },
    { Sid: 'Trace', Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
  ]);
});

test('mail asks for answers elsewhere where the environment says so', () => {
  const environment = { ...prod, replyTo: 'support@example.com' };
  expect(grant('email:send', environment).variables).toEqual({
    ...GRANTS['email:send'].variables,
    MAIL_REPLY_TO: 'support@example.com',
  });
});

describe('in local', () => {
  test('mail may be sent as any identity, which is all that the emulator understands', () => {
    expect(grant('email:send', local).statements).toEqual([
      { Sid: 'SendMail', Effect: 'Allow', Action: 'ses:SendRawEmail', Resource: '*' },
    ]);
  });

  test('a data key is opened whatever it is for, which is all that the emulator understands', () => {
    const use = grant('keys:endpoints', local).statements.find(({ Sid }) => Sid === 'OpenEndpointsKeys');
    expect(use).not.toHaveProperty('Condition');
  });

  test('sending a batch is granted by name, which AWS has no name for', () => {
    const parts = { queue: 'sms', sendsTo: ['sms-dlq'] };
    const passOn = consumerStatements(new Naming(local), local, parts).find(({ Sid }) => Sid === 'PassOn');
    expect(passOn?.Action).toEqual(['sqs:SendMessage', 'sqs:SendMessageBatch']);
  });

  test('webhooks may go to loopback', () => {
    expect(grant('directory:endpoints', local).variables).toEqual({
      DIRECTORY_TABLE: 'carillon-local-directory',
      ALLOW_LOOPBACK: 'true',
      WEBHOOK_PORTS: '443',
      ENDPOINT_CACHE_SECONDS: '0',
    });
  });
});
