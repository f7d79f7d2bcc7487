import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { channels } from '../../../handlers';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import type { MissedSources } from '../../../shared/operations/replay/look-for-missed';
import type { PlanReplayPorts } from '../../../shared/operations/replay/plan-replay';
import type { RunReplayPorts } from '../../../shared/operations/replay/run-replay';
import { eachOrAwsFailure, orAwsFailure } from '../stack/aws-failure';
import { connectStack, type StackConnection } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';
import { addressDigestAt } from '../stack/key-store-of';
import type { Terminal } from '../terminal';
import { openChannelQueue } from './open-channel-queue';

export interface NotificationReplayPorts extends PlanReplayPorts, RunReplayPorts {
  /** Name of the ledger's table. */
  readonly table: string;
}

/**
 * Ports that find and send what endpoints missed.
 *
 * @throws CodedError as finding the queue and opening a data key do; the ports throw as reading the table does
 */
export async function openReplay(connection: StackConnection, terminal: Terminal): Promise<MissedSources> {
  const { ledger, records } = readersOf(connection);
  const channel = channels.find(({ name }) => name === 'webhook') as ChannelManifest;
  const digest = await addressDigestAt(connection, terminal);
  return {
    records,
    deliveries: ledger,
    digest,
    channel,
    queue: await openChannelQueue(channel.name, connection, terminal),
  };
}

/**
 * Ports that replay one notification.
 *
 * @throws CodedError as connecting to the stack does
 */
export async function openNotificationReplay(
  outputs: string | undefined,
  terminal: Terminal,
): Promise<NotificationReplayPorts> {
  const connection = await connectStack(outputs, terminal);
  return {
    table: connection.outputs.ledger_table,
    ...readersOf(connection),
    endpoints: endpointRegistryOf(connection),
    channels,
    clock: terminal.clock,
    openDigest: () => addressDigestAt(connection, terminal),
    openQueue: (channel) => openChannelQueue(channel, connection, terminal),
  };
}

function readersOf({ outputs, clientConfig }: StackConnection) {
  const table = outputs.ledger_table;
  const dynamodb = new DynamoDBClient(clientConfig);
  const [audit, ledger] = [dynamodbAuditReader(dynamodb, table), dynamodbLedgerReader(dynamodb, table)];
  const reading = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${table}`);
  const records: MissedSources['records'] = {
    head: (tenant) => reading(audit.head(tenant)),
    linksAt: (tenant, seqs) => reading(audit.linksAt(tenant, seqs)),
    records: (ids) => reading(audit.records(ids)),
    acceptedSince: (tenant, since) => reading(audit.acceptedSince(tenant, since)),
    links: (tenant, after) => eachOrAwsFailure(audit.links(tenant, after), `reading table ${table}`),
  };
  return {
    records,
    ledger: {
      history: (id: string) => reading(ledger.history(id)),
      deliveries: (keys: Parameters<typeof ledger.deliveries>[0]) => reading(ledger.deliveries(keys)),
    },
  };
}
