import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodbAuditReader } from './dynamodb-audit-reader';

const SINCE = '2026-11-23T09:30:00.000Z';

/** Scans a table with the given number of pages, with a record on each. */
function readerOf(pages: number) {
  const asked: object[] = [];
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  client.send = async ({ input }: { input: object }) => {
    asked.push(input);
    const item = marshall({ pk: `id-${asked.length}`, acceptedAt: SINCE });
    return { Items: [item], ...(asked.length < pages && { LastEvaluatedKey: item }) };
  };
  return { asked, reader: dynamodbAuditReader(client, 'ledger') };
}

test.each([1, 16])('a scan finds recently accepted records in a table of %i pages', async (pages) => {
  const { asked, reader } = readerOf(pages);
  const found = Array.from({ length: pages }, (_, index) => ({ id: `id-${index + 1}`, acceptedAt: SINCE }));
  expect(await reader.acceptedSince('acme', SINCE)).toEqual(found);
  expect(asked[0]).toMatchObject({ ConsistentRead: true });
});

test.each<[string, string, (found: Promise<unknown>) => Promise<void>]>([
  ['is not known', 'AccessDeniedException', (found) => expect(found).resolves.toBeUndefined()],
  ['is an error', 'ResourceNotFoundException', (found) => expect(found).rejects.toThrow('no')],
])('records accepted since then %s if the scan ends with %s', (_, name, expected) => {
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  client.send = () => Promise.reject(Object.assign(new Error('no'), { name }));
  return expected(dynamodbAuditReader(client, 'ledger').acceptedSince('acme', SINCE));
});

test('the scan of a larger table stops after 16 pages, and returns undefined', async () => {
  const { asked, reader } = readerOf(17);
  expect([await reader.acceptedSince('acme', SINCE), asked.length]).toEqual([undefined, 16]);
});
