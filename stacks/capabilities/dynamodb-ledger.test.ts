import type { ledgerGrants } from './dynamodb-ledger';
import type { Grant } from './grant';
import { itGrants, ledger } from './grants.test-helper';

const ledgerVariables = { LEDGER_TABLE: 'carillon-prod-ledger', LEDGER_RETENTION_DAYS: '400' };

/** Partition keys of records: ids of notifications and of SQS messages. */
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

const GRANTS: Readonly<Record<keyof typeof ledgerGrants, Grant>> = {
  'ledger:note': {
    statements: [
      {
        Sid: 'NoteRefusals',
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: ledger,
        Condition: OF_RECORDS,
      },
    ],
    variables: ledgerVariables,
  },
  'ledger:accept': {
    statements: [
      {
        Sid: 'AcceptEvents',
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:PartiQLInsert'],
        Resource: ledger,
        Condition: OF_RECORDS,
      },
    ],
    variables: { ...ledgerVariables, RECORDS_SHARE_CALLS: 'true' },
  },
  'ledger:read': {
    statements: [
      {
        Sid: 'ReadRecords',
        Effect: 'Allow',
        Action: ['dynamodb:Query', 'dynamodb:BatchGetItem'],
        Resource: ledger,
        Condition: OF_RECORDS,
      },
    ],
    variables: { LEDGER_TABLE: 'carillon-prod-ledger' },
  },
  'ledger:inspect': {
    statements: [
      {
        Sid: 'ReadLedger',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        Resource: ledger,
      },
    ],
    variables: { LEDGER_TABLE: 'carillon-prod-ledger' },
  },
  'ledger:accepted': {
    statements: [{ Sid: 'ReadAccepted', Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: ledger }],
    variables: { LEDGER_TABLE: 'carillon-prod-ledger' },
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
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'],
        Resource: ledger,
        Condition: OF_RECORDS,
      },
    ],
    variables: { ...ledgerVariables, RECORDS_SHARE_CALLS: 'true' },
  },
  'ledger:sweep': {
    statements: [
      { Sid: 'FindParked', Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${ledger}/index/parked` },
      { Sid: 'ReadParked', Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: ledger },
      {
        Sid: 'BringBack',
        Effect: 'Allow',
        Action: ['dynamodb:UpdateItem', 'dynamodb:PartiQLUpdate'],
        Resource: ledger,
        Condition: OF_RECORDS,
      },
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
};

itGrants(GRANTS);
