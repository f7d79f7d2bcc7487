import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Command } from 'commander';
import { dynamodbLedgerContents } from '../../../shared/aws/dynamodb/dynamodb-ledger-contents';
import { dynamodbListingDetails } from '../../../shared/aws/dynamodb/dynamodb-listing-details';
import { dynamodbListingWriter } from '../../../shared/aws/dynamodb/dynamodb-listing-writer';
import { type RebuildPorts, rebuildListing } from '../../../shared/operations/listing/rebuild-listing';
import type { GlobalOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack } from '../stack/connect-stack';
import { addressDigestAt } from '../stack/key-store-of';
import type { Terminal } from '../terminal';

export function addRebuildLists(program: Command, terminal: Terminal): Command {
  return program
    .command('rebuild-lists')
    .description(
      'Lists everything that the ledger has: for notifications from before the listing, or after it was lost. Scans the ledger: half a read unit for each 4 kB. May be repeated.',
    )
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const connection = await connectStack(options.outputs, terminal);
      const { ledger_table, listing_table } = connection.outputs;
      const dynamodb = new DynamoDBClient(connection.clientConfig);
      const ports = {
        contents: dynamodbLedgerContents(dynamodb, ledger_table, await addressDigestAt(connection, terminal)),
        listing: dynamodbListingWriter(dynamodb, listing_table),
        details: dynamodbListingDetails(dynamodb, ledger_table),
      };
      await orAwsFailure(rebuild(options, ports, terminal), `rebuilding table ${listing_table}`);
    });
}

/** @throws CodedError as `rebuildListing` does */
export async function rebuild(
  { json }: GlobalOptions,
  ports: Pick<RebuildPorts, 'contents' | 'listing' | 'details'>,
  { print, warn }: Pick<Terminal, 'print' | 'warn'>,
): Promise<void> {
  const log = {
    info: () => undefined,
    error: (event: string, { error }: { error?: unknown }) => warn(`${event}: ${error}`),
  };
  const onProgress: RebuildPorts['onProgress'] = ({ notifications }) => {
    if (!json) warn(`${notifications} notifications so far`);
  };
  const rebuilt = await rebuildListing({ ...ports, log, onProgress });
  const { notifications, deliveries } = rebuilt;
  print(json ? JSON.stringify(rebuilt) : `listed ${notifications} notifications, looked at ${deliveries} deliveries`);
}
