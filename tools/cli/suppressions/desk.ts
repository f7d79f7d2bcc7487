import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbMailPreferenceRegistry } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import type { Clock } from '../../../shared/ports/clock';
import type { MailPreferenceRegistry } from '../../../shared/ports/mail-preferences';
import type { GlobalOptions } from '../options';
import { eachOrAwsFailure, orAwsFailure } from '../stack/aws-failure';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';

type Preferences = Pick<MailPreferenceRegistry, 'objections' | 'suppress' | 'lift' | 'resubscribe' | 'all'>;

/** Opens the ports of commands on suppressions. */
export type OpenDesk = (options: GlobalOptions) => SuppressionsDesk;

export interface SuppressionsDesk {
  readonly terminal: Terminal;
  /** The terminal's clock. */
  readonly clock: Clock;
  readonly preferences: Preferences;
}

/** Connects to the stack at each call of `preferences`, so only after the input was checked. */
export const openDesk = ({ outputs }: GlobalOptions, terminal: Terminal): SuppressionsDesk => ({
  terminal,
  clock: terminal.clock,
  preferences: preferencesOf(outputs, terminal),
});

function preferencesOf(outputs: string | undefined, terminal: Terminal): Preferences {
  const writing = <Result>(call: (registry: Preferences) => Promise<Result>) => connected(call, 'writing to');
  const connected = async <Result>(call: (registry: Preferences) => Promise<Result>, doing: string) => {
    const { registry, table } = await connect(outputs, terminal);
    return orAwsFailure(call(registry), `${doing} table ${table}`);
  };
  return {
    objections: (address) => connected((registry) => registry.objections(address), 'reading'),
    suppress: (suppression) => writing((registry) => registry.suppress(suppression)),
    lift: (address, scope) => writing((registry) => registry.lift(address, scope)),
    resubscribe: (address, tenant, category) => writing((registry) => registry.resubscribe(address, tenant, category)),
    all: async function* () {
      const { registry, table } = await connect(outputs, terminal);
      yield* eachOrAwsFailure(registry.all(), `reading table ${table}`);
    },
  };
}

async function connect(named: string | undefined, terminal: Terminal) {
  const { outputs, clientConfig } = await connectStack(named, terminal);
  const table = outputs.directory_table;
  return { registry: dynamodbMailPreferenceRegistry(new DynamoDBClient(clientConfig), table), table };
}
