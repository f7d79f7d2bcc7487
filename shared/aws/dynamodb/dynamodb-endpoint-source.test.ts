import {
  type AttributeValue,
  type BatchGetItemCommand,
  DynamoDBClient,
  type QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { anEndpoint } from '../../testing/factories';
import { endpointKey, versionKey } from './directory-items';
import { dynamodbEndpointSource } from './dynamodb-endpoint-source';

type Item = Record<string, AttributeValue>;

/** A client that records its commands. Queries have these pages. */
function fixture(...pages: readonly Item[][]) {
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  const queries: QueryCommand['input'][] = [];
  const batches: unknown[] = [];
  jest.spyOn(client, 'send').mockImplementation((async ({ input }: QueryCommand | BatchGetItemCommand) => {
    if ('RequestItems' in input) {
      const { Keys = [], ConsistentRead } = input.RequestItems?.directory ?? {};
      batches.push([Keys.length, ConsistentRead ? 'strongly' : 'eventually']);
      return { Responses: { directory: [] } };
    }
    queries.push(input as QueryCommand['input']);
    const isLast = queries.length === pages.length;
    return {
      Items: pages[queries.length - 1],
      ...(!isLast && { LastEvaluatedKey: { pk: { S: `${queries.length}` } } }),
    };
  }) as never);
  return { source: dynamodbEndpointSource(client, 'directory'), queries, batches };
}

const item = (id: string, types: readonly string[], enabled = true): Item =>
  marshall({ id, types, state: { enabled } });

test('the index is read page by page, versions first, and no secret with it', async () => {
  const { source, queries } = fixture(
    [marshall({ version: 7, unindexed: 3 }), item('ep_3', ['*'])],
    [item('ep_2', ['order.*'], false), item('ep_1', ['order.*'])],
  );
  const { index, ...versions } = await source.index('acme');
  expect(versions).toEqual({ version: 7, indexVersion: 4 });
  expect(index.wantedBy({ type: 'order.shipped' })).toEqual({ enabled: ['ep_1', 'ep_3'], disabled: 1, filtered: 0 });
  expect(queries).toMatchObject([
    { ScanIndexForward: false, ProjectionExpression: 'id, #types, #filter, #state.#enabled, version, unindexed' },
    { ExclusiveStartKey: { pk: { S: '1' } } },
  ]);
  expect(queries[0]?.ExpressionAttributeValues).toEqual(marshall({ ':pk': 'T#acme', ':from': 'EP#', ':to': 'V' }));
});

test('a range of the index is read by its keys alone', async () => {
  const { source, queries } = fixture([item('ep_2', ['*'])]);
  const index = await source.indexOf('acme', { from: 'ep_2', to: 'ep_3' });
  expect(index.wantedBy({ type: 'order.shipped' }).enabled).toEqual(['ep_2']);
  const values = { ':pk': 'T#acme', ':from': endpointKey('', 'ep_2').sk, ':to': endpointKey('', 'ep_3').sk };
  expect(queries.map(({ ExpressionAttributeValues }) => ExpressionAttributeValues)).toEqual([marshall(values)]);
});

test('fifty endpoints of a batch are read by one call, with their circuits', async () => {
  const { source, batches, queries } = fixture();
  await Promise.all(Array.from({ length: 50 }, (_, n) => source.read('acme', `ep_${n}`)));
  expect([batches, queries]).toEqual([[[100, 'eventually']], []]);
});

test('the versions of many tenants are read by one call', async () => {
  const { source, batches } = fixture();
  const versions = await Promise.all(['a', 'b', 'c'].map((tenant) => source.versions(tenant)));
  expect(versions).toEqual(Array(3).fill({ version: 0, indexVersion: 0 }));
  expect(batches).toEqual([[3, 'strongly']]);
});

test('a change by a writer that does not know of the index invalidates it', async () => {
  const { source } = fixture([marshall({ ...versionKey('acme'), version: 2 })]);
  expect(await source.index('acme')).toMatchObject({ version: 2, indexVersion: 2 });
});

test('an endpoint has what was saved, without the keys of its item', async () => {
  const endpoint = anEndpoint();
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  const stored = marshall({ ...endpointKey(endpoint.tenant, endpoint.id), ...endpoint });
  jest.spyOn(client, 'send').mockImplementation((async () => ({ Responses: { directory: [stored] } })) as never);
  const { read, find } = dynamodbEndpointSource(client, 'directory');
  expect(await read(endpoint.tenant, endpoint.id)).toEqual({ endpoint, circuit: undefined });
  expect(await find(endpoint.tenant, endpoint.id)).toEqual(endpoint);
});
