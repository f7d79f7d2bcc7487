import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import webhook from '../../../handlers/channels/webhook/channel';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { eachOrAwsFailure, orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';
import { addressDigestAt } from '../stack/key-store-of';
import type { Terminal } from '../terminal';
import { openChannelQueue } from './open-channel-queue';
import type { ReplayMissedPorts } from './replay-missed';

/** @throws CodedError as finding the queue and opening a data key do; what it returns, as reading the table does */
export async function openReplay(connection: StackConnection, terminal: Terminal): Promise<ReplayMissedPorts> {
  const table = connection.outputs.ledger_table;
  const dynamodb = new DynamoDBClient(connection.clientConfig);
  const [audit, ledger] = [dynamodbAuditReader(dynamodb, table), dynamodbLedgerReader(dynamodb, table)];
  const reading = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${table}`);
  return {
    records: {
      head: (tenant) => reading(audit.head(tenant)),
      linksAt: (tenant, seqs) => reading(audit.linksAt(tenant, seqs)),
      records: (ids) => reading(audit.records(ids)),
      acceptedSince: (tenant, since) => reading(audit.acceptedSince(tenant, since)),
      links: (tenant, after) => eachOrAwsFailure(audit.links(tenant, after), `reading table ${table}`),
    },
    digest: await addressDigestAt(connection, terminal),
    deliveries: { deliveries: (keys) => reading(ledger.deliveries(keys)) },
    queue: await openChannelQueue(webhook.name, connection, terminal),
    terminal,
  };
}
