import type { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { EndpointRegistry } from '../../ports/endpoints';
import { dynamodbEndpoints } from './dynamodb-endpoints';

/** Keys that one write deletes. */
async function forgottenBy(act: (registry: EndpointRegistry) => Promise<boolean>) {
  const written: TransactWriteItemsCommand[] = [];
  const client = { send: async (command: TransactWriteItemsCommand) => void written.push(command) };
  const registry = dynamodbEndpoints(client as unknown as DynamoDBClient, 'directory');
  expect(await act(registry)).toBe(true);
  return written.map(({ input }) =>
    input.TransactItems?.flatMap(({ Delete }) => (Delete ? [`${Delete.Key?.pk?.S} ${Delete.Key?.sk?.S}`] : [])),
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
