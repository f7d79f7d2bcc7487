import type { Capability } from '../../shared/domain/manifest/channel';
import { Naming } from '../constructs/naming';
import type { directoryGrants } from './dynamodb-directory';
import type { ledgerGrants } from './dynamodb-ledger';
import type { Grant } from './grant';
import { CHANNELS, directory, grant, itGrants, ledger, local, prod } from './grants.test-helper';
import { runtimeStatements } from './runtime';
import { consumerStatements } from './sqs';

const listing = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carillon-prod-listing';
const vault = 'arn:aws:s3:::carillon-prod-audit-111122223333-eu-central-1';
const uploads = 'arn:aws:s3:::carillon-prod-uploads-111122223333-eu-central-1';
const KEY = `\${aws_kms_key.keys_data.arn}`;

type OwnTest = keyof typeof ledgerGrants | keyof typeof directoryGrants;

const GRANTS: Readonly<Record<Exclude<Capability, OwnTest>, Grant>> = {
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
  'keys:endpoints': readKeys('Endpoints', 'endpoints'),
  'keys:endpoints:create': createKey('Endpoints', 'endpoints'),
  'keys:unsubscribe': readKeys('Unsubscribe', 'unsubscribe'),
  'keys:unsubscribe:create': createKey('Unsubscribe', 'unsubscribe'),
  'keys:addresses': readKeys('Addresses', 'addresses'),
  'keys:addresses:create': createKey('Addresses', 'addresses'),
  'keys:messages': readKeys('Messages', 'messages'),
  'keys:messages:create': createKey('Messages', 'messages'),
  'bus:put': {
    statements: [
      {
        Sid: 'PutEvents',
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: 'arn:aws:events:eu-central-1:111122223333:event-bus/carillon-prod',
      },
    ],
    variables: { EVENT_BUS_NAME: 'carillon-prod' },
  },
  'events:hand-on': {
    statements: [
      {
        Sid: 'HandOnEvents',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:eu-central-1:111122223333:carillon-prod-event-relay',
      },
    ],
    variables: {
      EVENT_RELAY_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-event-relay',
      EVENTS_SOURCE: 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-events',
    },
  },
  'notifications:publish': {
    statements: [
      {
        Sid: 'PublishNotifications',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-notifications',
      },
    ],
    variables: {
      TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:carillon-prod-notifications',
      UNKNOWN_TYPES: 'refuse',
    },
  },
  'listing:read': {
    statements: [
      { Sid: 'ReadLists', Effect: 'Allow', Action: 'dynamodb:Query', Resource: [listing, `${listing}/index/set`] },
    ],
    variables: { LISTING_TABLE: 'carillon-prod-listing' },
  },
  'replays:begin': {
    statements: [
      {
        Sid: 'OperateReplays',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Resource: listing,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'R#*' } },
      },
    ],
    variables: { LISTING_TABLE: 'carillon-prod-listing' },
  },
  'replays:continue': {
    statements: [
      {
        Sid: 'FindReplays',
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: `${listing}/index/set`,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'R' } },
      },
      {
        Sid: 'KeepReplays',
        Effect: 'Allow',
        Action: ['dynamodb:UpdateItem', 'dynamodb:PutItem'],
        Resource: listing,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'R#*' } },
      },
    ],
    variables: { LISTING_TABLE: 'carillon-prod-listing' },
  },
  'listing:write': {
    statements: [
      {
        Sid: 'WriteListing',
        Effect: 'Allow',
        Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'],
        Resource: listing,
      },
    ],
    variables: { LISTING_TABLE: 'carillon-prod-listing' },
  },
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
  'api:tokens': { statements: [], variables: { TENANT_CLAIM: 'tenant', ROLE_CLAIM: 'role' } },
  'unsubscribe:link': {
    statements: [],
    variables: { UNSUBSCRIBE_URL: '$' + '{aws_apigatewayv2_api.http_api.api_endpoint}' },
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
  'uploads:import': {
    statements: [
      { Sid: 'ReadUploads', Effect: 'Allow', Action: 's3:GetObject', Resource: `${uploads}/inbox/*` },
      { Sid: 'FindUploads', Effect: 'Allow', Action: 's3:ListBucket', Resource: uploads },
      {
        Sid: 'KeepResults',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: [`${uploads}/results/*`, `${uploads}/work/*`],
      },
    ],
    variables: { UPLOADS_BUCKET: 'carillon-prod-uploads-111122223333-eu-central-1' },
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

itGrants(GRANTS);

test('a function that drains a queue may receive from it, and send failed messages on', () => {
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

test('mail has the Reply-To address of the environment', () => {
  const environment = { ...prod, replyTo: 'support@example.com' };
  expect(grant('email:send', environment).variables).toEqual({
    ...GRANTS['email:send'].variables,
    MAIL_REPLY_TO: 'support@example.com',
  });
});

describe('in local', () => {
  test('mail may be sent as any identity, because the emulator supports no narrower resource', () => {
    expect(grant('email:send', local).statements).toEqual([
      { Sid: 'SendMail', Effect: 'Allow', Action: 'ses:SendRawEmail', Resource: '*' },
    ]);
  });

  test('a data key may be decrypted for any purpose, because the emulator evaluates no encryption context', () => {
    const use = grant('keys:endpoints', local).statements.find(({ Sid }) => Sid === 'OpenEndpointsKeys');
    expect(use).not.toHaveProperty('Condition');
  });

  test('sending a batch is granted by an action of its own, which AWS IAM does not have', () => {
    const parts = { queue: 'sms', sendsTo: ['sms-dlq'] };
    const passOn = consumerStatements(new Naming(local), local, parts).find(({ Sid }) => Sid === 'PassOn');
    expect(passOn?.Action).toEqual(['sqs:SendMessage', 'sqs:SendMessageBatch']);
  });
});
