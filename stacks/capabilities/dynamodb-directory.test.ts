import type { directoryGrants } from './dynamodb-directory';
import type { Grant } from './grant';
import { directory, grant, itGrants, local } from './grants.test-helper';

const GRANTS: Readonly<Record<keyof typeof directoryGrants, Grant>> = {
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
  'directory:find': {
    statements: [
      {
        Sid: 'FindEndpoints',
        Effect: 'Allow',
        Action: 'dynamodb:BatchGetItem',
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'T#*' } },
      },
    ],
    variables: { DIRECTORY_TABLE: 'carillon-prod-directory' },
  },
  'directory:endpoints': {
    statements: [
      {
        Sid: 'ReadEndpoints',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
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
  'directory:manage': {
    statements: [
      {
        Sid: 'ReadEndpoints',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'T#*' } },
      },
      {
        Sid: 'ManageEndpoints',
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['T#*', 'R#*'] } },
      },
      {
        Sid: 'ManagePreferences',
        Effect: 'Allow',
        Action: ['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        Resource: directory,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'S#*' } },
      },
    ],
    variables: { DIRECTORY_TABLE: 'carillon-prod-directory', ALLOW_LOOPBACK: 'false', WEBHOOK_PORTS: '443' },
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
};

itGrants(GRANTS);

test('webhooks may go to loopback in local', () => {
  expect(grant('directory:endpoints', local).variables).toEqual({
    DIRECTORY_TABLE: 'carillon-local-directory',
    ALLOW_LOOPBACK: 'true',
    WEBHOOK_PORTS: '443',
    ENDPOINT_CACHE_SECONDS: '0',
  });
});
