import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { channels } from '../../../handlers';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import type { NamedHistory } from '../../../shared/operations/status/read-history';
import { readStatus, type StatusRequest } from '../../../shared/operations/status/read-status';
import { watchStatus } from '../../../shared/operations/status/watch-status';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';
import type { Terminal } from '../terminal';

interface OpenStatus {
  /** Name of the ledger's table. */
  readonly table: string;
  read(request: StatusRequest): Promise<NamedHistory>;
  watch(request: StatusRequest): AsyncIterable<NamedHistory>;
}

/** @throws CodedError as connecting to the stack does; `read` and `watch` throw as reading its tables does */
export async function openStatus(named: string | undefined, terminal: Terminal): Promise<OpenStatus> {
  const connection = await connectStack(named, terminal);
  const table = connection.outputs.ledger_table;
  const reader = dynamodbLedgerReader(new DynamoDBClient(connection.clientConfig), table);
  const { clock, sleep } = terminal;
  const ports = {
    ledger: { history: (id: string) => orAwsFailure(reader.history(id), `reading table ${table}`) },
    endpoints: endpointRegistryOf(connection),
    channels,
    clock,
    sleep,
  };
  return { table, read: (request) => readStatus(request, ports), watch: (request) => watchStatus(request, ports) };
}
