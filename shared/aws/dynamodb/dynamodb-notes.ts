import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DeliveryLedger } from '../../ports/ledger';
import { notePut } from './delivery-commands';
import type { LedgerTable } from './ledger-items';
import { refusedItem } from './refused-item';

/** For a function that notes refusals and makes no deliveries. */
export const dynamodbNotes = (client: DynamoDBClient, table: LedgerTable): Pick<DeliveryLedger, 'note'> => ({
  note: async (key, state, attempt) => void (await refusedItem(client.send(notePut(key, state, attempt, table)))),
});
