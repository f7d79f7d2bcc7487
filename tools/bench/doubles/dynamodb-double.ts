import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;
type Input = Record<string, unknown>;

/**
 * A table store that answers the requests of the functions in the time that DynamoDB takes for the network: it stores what
 * is put, reads by key, and grants each conditional write. It evaluates no expression, because none is measured.
 */
export function dynamodbDouble() {
  const tables = new Map<string, Map<string, Item>>();
  const table = (name: unknown) => {
    const key = String(name);
    const found = tables.get(key) ?? new Map<string, Item>();
    tables.set(key, found);
    return found;
  };
  const put = ({ TableName, Item }: Input) => void table(TableName).set(keyOf(Item as Item), Item as Item);
  const get = ({ TableName, Key }: Input) => table(TableName).get(keyOf(Key as Item));
  const operations: Readonly<Record<string, (input: Input) => unknown>> = {
    PutItem: (input) => {
      if (String(input.TableName).includes('directory')) put(input);
      return {};
    },
    GetItem: (input) => ({ Item: get(input) }),
    UpdateItem: () => ({}),
    BatchExecuteStatement: ({ Statements }) => ({
      Responses: (Statements as { Statement: string }[]).map(({ Statement }) => ({
        TableName: /"(.+?)"/.exec(Statement)?.[1],
      })),
    }),
    TransactWriteItems: ({ TransactItems }) => {
      for (const { Put } of TransactItems as { Put?: Input }[]) if (Put) put(Put);
      return {};
    },
    BatchGetItem: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems as Record<string, { Keys: Item[] }>).map(([TableName, { Keys }]) => [
          TableName,
          Keys.flatMap((Key) => {
            const item = get({ TableName, Key });
            return item === undefined ? [] : [item];
          }),
        ]),
      ),
      UnprocessedKeys: {},
    }),
    Query: ({ TableName, ExpressionAttributeValues }) => {
      const pk = partitionOf(ExpressionAttributeValues as Item);
      const Items = [...table(TableName).values()].filter((item) => item.pk?.S === pk);
      return { Items: Items.toReversed(), Count: Items.length, ScannedCount: Items.length };
    },
  };
  return operations;
}

const keyOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;
const partitionOf = (values: Item): string | undefined => (values[':pk'] ?? values[':id'])?.S;
