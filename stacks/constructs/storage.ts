import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { PARKED_INDEX, TTL_ATTRIBUTE } from '../../shared/aws/dynamodb/ledger-items';
import { SET_ATTRIBUTE, SET_INDEX, SET_PROJECTION } from '../../shared/aws/dynamodb/listing-items';
import type { Environment } from '../environment';
import { DIRECTORY, LEDGER, LISTING, type Naming } from './naming';

/**
 * DynamoDB tables: the ledger (notifications, deliveries), the directory (endpoints, suppressed addresses, data keys), and the
 * listing of the ledger.
 */
export class Storage extends Construct {
  readonly ledger: DynamodbTable;
  readonly directory: DynamodbTable;
  readonly listing: DynamodbTable;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    const ttl = { attributeName: TTL_ATTRIBUTE, enabled: true };
    this.ledger = new DynamodbTable(this, LEDGER, {
      ...table(naming.name(LEDGER), environment, PARKED_KEYS),
      ttl,
      // `audit-chain` links each record as it was accepted, whatever changed it since.
      streamEnabled: true,
      streamViewType: 'NEW_IMAGE',
    });
    this.ledger.putGlobalSecondaryIndex([PARKED]);
    this.directory = new DynamodbTable(this, DIRECTORY, table(naming.name(DIRECTORY), environment, []));
    this.listing = new DynamodbTable(this, LISTING, {
      ...table(naming.name(LISTING), environment, [SET_ATTRIBUTE]),
      ttl,
      // It can be rebuilt from the ledger, which has recovery.
      pointInTimeRecovery: { enabled: false },
    });
    this.listing.putGlobalSecondaryIndex([SETS]);
  }
}

/** Sparse index: only parked deliveries have both attributes. Projects keys only, since each message is read once. */
const PARKED_KEYS = ['parkShard', 'dueAt'] as const;
const PARKED = { name: PARKED_INDEX, hashKey: 'parkShard', rangeKey: 'dueAt', projectionType: 'KEYS_ONLY' };

/** Sparse index: notifications by type, deliveries by state while they are not delivered. */
const SETS = {
  name: SET_INDEX,
  hashKey: SET_ATTRIBUTE,
  rangeKey: 'sk',
  projectionType: 'INCLUDE',
  nonKeyAttributes: [...SET_PROJECTION],
};

const table = (name: string, { protectData }: Environment, indexed: readonly string[]) => ({
  name,
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'pk',
  rangeKey: 'sk',
  attribute: ['pk', 'sk', ...indexed].map((key) => ({ name: key, type: 'S' })),
  pointInTimeRecovery: { enabled: true },
  // `false` uses keys that DynamoDB owns, for free; `true` uses the AWS managed KMS key, which costs and adds no control.
  serverSideEncryption: { enabled: false },
  deletionProtectionEnabled: protectData,
  lifecycle: { preventDestroy: protectData },
});
