import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { NO_LINK, nextLink } from '../../domain/audit-chain/link';
import { dynamodbChainWriter } from './dynamodb-chain-writer';

const link = nextLink(NO_LINK, {
  tenant: 'acme',
  entries: [{ id: 'a', digest: 'd', at: '2026-11-23T09:30:00.000Z' }],
  at: '2026-11-23T09:30:05.000Z',
  keptUntil: 1,
});

/** A client that gives this answer to every command, and records the commands. */
function writerOf(answer: () => object) {
  const asked: { name: string; input: object }[] = [];
  const client = {
    send: async (command: { readonly input: object; readonly constructor: { readonly name: string } }) => {
      asked.push({ name: command.constructor.name, input: command.input });
      return answer();
    },
  };
  return { asked, writer: dynamodbChainWriter(client as unknown as DynamoDBClient, 'ledger') };
}

const failing = (error: Error) => () => {
  throw error;
};

test('a link is put if there is none with its number', async () => {
  const { asked, writer } = writerOf(() => ({}));
  expect(await writer.put(link)).toBe(true);
  const Item = marshall({ pk: 'C#acme', sk: '000000000001', ...link });
  expect(asked).toEqual([
    { name: 'PutItemCommand', input: { TableName: 'ledger', Item, ConditionExpression: 'attribute_not_exists(pk)' } },
  ]);
});

test('a link that lost the race returns false, and an uncertain write throws', async () => {
  const late = new ConditionalCheckFailedException({ message: '', $metadata: {} });
  expect(await writerOf(failing(late)).writer.put(link)).toBe(false);
  await expect(writerOf(failing(new Error('timed out'))).writer.put(link)).rejects.toThrow('timed out');
});

test('the latest links are read by one strongly consistent query, newest first', async () => {
  const { asked, writer } = writerOf(() => ({ Items: [marshall({ pk: 'C#acme', sk: '000000000001', ...link })] }));
  expect(await writer.latest('acme', 25)).toEqual([{ seq: 1, link }]);
  expect(asked).toMatchObject([
    { name: 'QueryCommand', input: { ConsistentRead: true, ScanIndexForward: false, Limit: 25 } },
  ]);
});
