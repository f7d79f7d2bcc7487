import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AddressDigest } from '../../domain/audit-chain/address-digest';
import type { LedgerContents } from '../../ports/listing';
import { changedItem } from './changed-item';
import { DELIVERY_PREFIX, EVENT_KEY } from './ledger-items';

/** Lower than the sequence number of any change. */
const BEFORE_ALL_CHANGES = '0';

/** For an operator: a scan reads the whole table, half a unit for each 4 kB. */
export const dynamodbLedgerContents = (
  client: DynamoDBClient,
  TableName: string,
  digest: AddressDigest,
): LedgerContents => ({
  listable: async function* () {
    const scan = {
      TableName,
      FilterExpression: 'sk = :event OR (begins_with(sk, :delivery) AND #state <> :claimed)',
      ProjectionExpression: 'pk, sk, tenant, #type, #text, acceptedAt, channel, target, #state, attempts, expiresAt',
      ExpressionAttributeNames: { '#state': 'state', '#type': 'type', '#text': 'text' },
      ExpressionAttributeValues: marshall({ ':event': EVENT_KEY, ':delivery': DELIVERY_PREFIX, ':claimed': 'claimed' }),
    };
    for await (const { Items = [] } of paginateScan({ client }, scan)) {
      yield Items.flatMap((item) => {
        const NewImage = item as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];
        return changedItem({ dynamodb: { NewImage, SequenceNumber: BEFORE_ALL_CHANGES } }, digest) ?? [];
      });
    }
  },
});
