import type { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { dynamodbEndpoints } from './dynamodb-endpoints';

test('a removed endpoint leaves neither its circuit nor the turns of its rate, and all goes at once', async () => {
  const written: TransactWriteItemsCommand[] = [];
  const client = { send: async (command: TransactWriteItemsCommand) => void written.push(command) };
  const registry = dynamodbEndpoints(client as unknown as DynamoDBClient, 'directory');
  expect(await registry.remove('acme', 'ep_1')).toBe(true);
  const keys = written.map(({ input }) =>
    input.TransactItems?.flatMap(({ Delete }) => (Delete ? [`${Delete.Key?.pk?.S} ${Delete.Key?.sk?.S}`] : [])),
  );
  expect(keys).toEqual([['T#acme EP#ep_1', 'T#acme C#ep_1', 'R#ep_1 R', 'R#ep_1#late R']]);
});
