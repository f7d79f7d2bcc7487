import { type AttributeValue, DynamoDBClient, type TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { EndpointRegistry } from '../../ports/endpoints';
import { anEndpoint } from '../../testing/factories';
import { dynamodbEndpoints } from './dynamodb-endpoints';

type Input = TransactWriteItemsCommand['input'] & {
  readonly Key?: Record<string, AttributeValue>;
  readonly KeyConditionExpression?: string;
};

/** A table with this version item, these counted pages, and the endpoint `ep_1` alone. Records transactions. */
function fixture(versionItem?: object, counts: readonly number[] = []) {
  const written: Input[] = [];
  let pages = 0;
  const send = async ({ input }: { readonly input: Input }) => {
    if (input.TransactItems) return void written.push(input);
    if (input.KeyConditionExpression) {
      const Count = counts[pages++];
      return { Count, ...(pages < counts.length && { LastEvaluatedKey: { pk: { S: 'next' } } }) };
    }
    if (input.Key?.sk?.S === 'V') return { ...(versionItem && { Item: marshall(versionItem) }) };
    return { ...(input.Key?.sk?.S === 'EP#ep_1' && { Item: marshall({ id: 'ep_1' }) }) };
  };
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  jest.spyOn(client, 'send').mockImplementation(send as never);
  const registry = dynamodbEndpoints(client, 'directory');
  const versionWrites = () =>
    written.map(({ TransactItems = [] }) => {
      const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = TransactItems.at(-1)?.Update ?? {};
      return [UpdateExpression, ConditionExpression, ExpressionAttributeValues];
    });
  return { registry, written, versionWrites };
}

/** Keys that one write deletes. */
async function forgottenBy(act: (registry: EndpointRegistry) => Promise<boolean>) {
  const { registry, written } = fixture();
  expect(await act(registry)).toBe(true);
  return written.map(({ TransactItems }) =>
    TransactItems?.flatMap(({ Delete }) => (Delete ? [`${Delete.Key?.pk?.S} ${Delete.Key?.sk?.S}`] : [])),
  );
}

const CIRCUIT = 'T#acme C#ep_1';
const TURNS = ['R#ep_1 R', 'R#ep_1#late R'];

test('an endpoint is removed in one transaction with its circuit and the turns of its rate', async () => {
  const forgotten = await forgottenBy((registry) => registry.remove('acme', 'ep_1'));
  expect(forgotten).toEqual([['T#acme EP#ep_1', CIRCUIT, ...TURNS]]);
});

test.each([
  ['another rate', { ratePerSecond: 100 }, TURNS],
  ['no rate', { ratePerSecond: undefined }, TURNS],
  ['another URL', { url: 'https://other.example.com/' }, [CIRCUIT]],
  ['other types', { types: ['order.*'] }, []],
])('with %s an endpoint loses its previous circuit or turns in the same transaction', async (_, change, expected) => {
  expect(await forgottenBy((registry) => registry.change('acme', 'ep_1', change))).toEqual([expected]);
});

const added = anEndpoint({ tenant: 'acme', id: 'ep_2' });

test('an endpoint takes its place in the transaction that adds it, up to a hundred thousand', async () => {
  const { registry, versionWrites } = fixture({ version: 7, endpoints: 99_999 });
  expect(await registry.save(added)).toBe(true);
  const values = marshall({ ':one': 1, ':max': 100_000 });
  expect(versionWrites()).toEqual([['ADD version :one, endpoints :one', 'endpoints < :max', values]]);
});

test('one above a hundred thousand is refused without a write', async () => {
  const { registry, written } = fixture({ version: 7, endpoints: 100_000 });
  expect([await registry.save(added), written]).toEqual([false, []]);
});

test('endpoints that were never counted are counted once, and only if nothing changes meanwhile', async () => {
  const { registry, versionWrites } = fixture({ version: 7 }, [60_000, 39_999]);
  expect(await registry.save(added)).toBe(true);
  const condition = 'attribute_not_exists(endpoints) AND version = :seen';
  const values = marshall({ ':one': 1, ':count': 100_000, ':seen': 7 });
  expect(versionWrites()).toEqual([['SET endpoints = :count ADD version :one', condition, values]]);
});

test('a refusal writes nothing, not even the count', async () => {
  const { registry, written } = fixture({ version: 7 }, [60_000, 40_000]);
  expect([await registry.save(added), written]).toEqual([false, []]);
});

test('an endpoint that is removed before any was counted leaves them uncounted', async () => {
  const { registry, versionWrites } = fixture({ version: 7 });
  expect(await registry.remove('acme', 'ep_1')).toBe(true);
  const one = marshall({ ':one': 1 });
  expect(versionWrites()).toEqual([['ADD version :one', 'attribute_not_exists(endpoints)', one]]);
});
