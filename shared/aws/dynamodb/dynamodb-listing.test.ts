import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbListing } from './dynamodb-listing';

test('a range that ends before it begins is empty, because DynamoDB refuses BETWEEN with reversed bounds', async () => {
  const send = () => Promise.reject(new Error('ValidationException'));
  const listing = dynamodbListing({ send } as unknown as DynamoDBClient, 'listing');
  const range = { since: '2026-11-30T00:00:00.000Z', before: '2026-11-01T00:00:00.000Z', limit: 10 };
  expect(await listing.rows({ tenant: 'demo' }, range)).toEqual([]);
});
