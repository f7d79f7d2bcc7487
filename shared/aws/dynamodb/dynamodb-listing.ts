import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ListingReader, ListRange } from '../../ports/listing';
import { listedRow, partitionOf, SET_ATTRIBUTE, SET_INDEX } from './listing-items';

/** After the last position of any year that RFC 3339 can write. */
const NEWEST = '~';

/** One query a page, which reads the rows that it returns and no others. */
export const dynamodbListing = (client: DynamoDBClient, TableName: string): ListingReader => ({
  rows: async (list, range) => {
    if (isEmpty(range)) return [];
    const { index, key } = partitionOf(list);
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        ...(index && { IndexName: SET_INDEX }),
        ...condition(index ? SET_ATTRIBUTE : 'pk', key, range),
        ScanIndexForward: false,
        Limit: range.limit,
      }),
    );
    return Items.map((item) => listedRow(item, list.tenant));
  },
});

const OLDEST = ' ';

/** A cursor may be of a place before `since`. DynamoDB refuses BETWEEN whose bounds are reversed. */
const isEmpty = ({ since = OLDEST, before = NEWEST }: ListRange): boolean => since > before;

const condition = (name: string, key: string, { since = OLDEST, before = NEWEST }: ListRange) => ({
  KeyConditionExpression: '#partition = :key AND sk BETWEEN :since AND :before',
  ExpressionAttributeNames: { '#partition': name },
  ExpressionAttributeValues: marshall({ ':key': key, ':since': since, ':before': before }),
});
