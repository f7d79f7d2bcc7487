import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { TTL_ATTRIBUTE } from '../../shared/aws/ledger-items';
import type { Environment } from '../environment';
import { DIRECTORY, LEDGER, type Naming } from './naming';

/** The ledger (what was sent, to whom, how it went) and the directory (endpoints, suppressed addresses). */
export class Storage extends Construct {
  readonly ledger: DynamodbTable;
  readonly directory: DynamodbTable;

  constructor(scope: Construct, id: string, { naming, environment }: { naming: Naming; environment: Environment }) {
    super(scope, id);
    const ttl = { attributeName: TTL_ATTRIBUTE, enabled: true };
    this.ledger = new DynamodbTable(this, LEDGER, { ...table(naming.name(LEDGER), environment), ttl });
    this.directory = new DynamodbTable(this, DIRECTORY, table(naming.name(DIRECTORY), environment));
  }
}

const table = (name: string, { protectData }: Environment) => ({
  name,
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'pk',
  rangeKey: 'sk',
  attribute: [
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'S' },
  ],
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true },
  deletionProtectionEnabled: protectData,
  lifecycle: { preventDestroy: protectData },
});
