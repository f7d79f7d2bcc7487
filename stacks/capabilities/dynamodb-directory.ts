import type { Capability } from '../../shared/domain/manifest/channel';
import { DIRECTORY, type Naming } from '../constructs/naming';
import { webhookPorts } from '../constructs/webhook-ports';
import { onKeys } from './dynamodb-conditions';
import type { Grants } from './grant';
import { allow } from './policies';

/**
 * Ids of notifications are ULIDs, which begin with 0 to 7. No other key of ledger or directory does.
 *
 * One BatchGetItem reads suppressions together with items of the ledger. AWS does not document whether `LeadingKeys` then
 * holds the keys of one table or of all tables of the call, so the statement allows the ledger's ids too.
 *
 * @see Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
 */
const LEDGER_IDS = ['0*', '1*', '2*', '3*', '4*', '5*', '6*', '7*'];

const ENDPOINT_READS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const ITEM_WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

const tableOf = (naming: Naming) => ({ DIRECTORY_TABLE: naming.name(DIRECTORY) });

/** Endpoints (with secrets) and suppressions share a table but no key prefix: `shared/aws/dynamodb/directory-items.ts`. */
export const directoryGrants: Grants<Extract<Capability, `directory:${string}`>> = {
  'directory:preferences': ({ naming }) => ({
    statements: [onKeys('S#*', allow('KeepPreferences', 'dynamodb:PutItem', naming.tableArn(DIRECTORY)))],
    variables: tableOf(naming),
  }),
  'directory:suppressions': ({ naming }) => ({
    statements: [
      onKeys(['S#*', ...LEDGER_IDS], allow('ReadSuppressions', 'dynamodb:BatchGetItem', naming.tableArn(DIRECTORY))),
    ],
    variables: tableOf(naming),
  }),
  'directory:find': ({ naming }) => ({
    statements: [onKeys('T#*', allow('FindEndpoints', 'dynamodb:BatchGetItem', naming.tableArn(DIRECTORY)))],
    variables: tableOf(naming),
  }),
  'directory:endpoints': ({ naming, environment }) => ({
    statements: [onKeys('T#*', allow('ReadEndpoints', ENDPOINT_READS, naming.tableArn(DIRECTORY)))],
    variables: {
      ...tableOf(naming),
      ALLOW_LOOPBACK: String(environment.allowLoopback),
      WEBHOOK_PORTS: webhookPorts(environment),
      ENDPOINT_CACHE_SECONDS: String(environment.endpointCacheSeconds),
    },
  }),
  'directory:manage': ({ naming, environment }) => ({
    statements: [
      onKeys('T#*', allow('ReadEndpoints', ENDPOINT_READS, naming.tableArn(DIRECTORY))),
      // One transaction removes an endpoint and its turns, and AWS does not say whether `LeadingKeys` then holds all its keys.
      onKeys(['T#*', 'R#*'], allow('ManageEndpoints', ITEM_WRITES, naming.tableArn(DIRECTORY))),
      onKeys(
        'S#*',
        allow(
          'ManagePreferences',
          ['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
          naming.tableArn(DIRECTORY),
        ),
      ),
    ],
    variables: {
      ...tableOf(naming),
      ALLOW_LOOPBACK: String(environment.allowLoopback),
      WEBHOOK_PORTS: webhookPorts(environment),
    },
  }),
  'directory:circuits': ({ naming }) => ({
    statements: [
      onKeys('T#*', allow('KeepCircuits', ITEM_WRITES, naming.tableArn(DIRECTORY))),
      onKeys('R#*', allow('TakeTurns', 'dynamodb:UpdateItem', naming.tableArn(DIRECTORY))),
    ],
    variables: tableOf(naming),
  }),
};
