import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { PARKED_INDEX, TTL_ATTRIBUTE } from '../../shared/aws/dynamodb/ledger-items';
import type { Environment } from '../environment';
import { DIRECTORY, LEDGER, type Naming } from './naming';

/** The ledger (what was sent, to whom, how it went) and the directory (endpoints, suppressed addresses). */
export class Storage extends Construct {
  readonly ledger: DynamodbTable;
  readonly directory: DynamodbTable;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    const ttl = { attributeName: TTL_ATTRIBUTE, enabled: true };
    this.ledger = new DynamodbTable(this, LEDGER, {
      ...table(naming.name(LEDGER), environment, PARKED_KEYS),
      ttl,
      // Of what was accepted as it was: `audit-chain` links that, and nothing that was done to it since.
      streamEnabled: true,
      streamViewType: 'NEW_IMAGE',
    });
    this.ledger.putGlobalSecondaryIndex([PARKED]);
    this.directory = new DynamodbTable(this, DIRECTORY, table(naming.name(DIRECTORY), environment, []));
  }
}

/** Only what is parked has both attributes, so the index holds nothing else. Without the messages: they are read once. */
const PARKED_KEYS = ['parkShard', 'dueAt'] as const;
const PARKED = { name: PARKED_INDEX, hashKey: 'parkShard', rangeKey: 'dueAt', projectionType: 'KEYS_ONLY' };

const table = (name: string, { protectData }: Environment, indexed: readonly string[]) => ({
  name,
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'pk',
  rangeKey: 'sk',
  attribute: ['pk', 'sk', ...indexed].map((key) => ({ name: key, type: 'S' })),
  pointInTimeRecovery: { enabled: true },
  // By keys of DynamoDB, which cost nothing: `true` is AWS's key for DynamoDB in KMS, which is asked for money and gives no control.
  serverSideEncryption: { enabled: false },
  deletionProtectionEnabled: protectData,
  lifecycle: { preventDestroy: protectData },
});
