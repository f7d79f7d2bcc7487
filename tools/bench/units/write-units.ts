import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, itemSize } from './item-size';
import { parseStatement, type Write } from './parse-statement';
import { updatedItem } from './update-item';

const WRITE_UNIT_BYTES = 1_024;
const TRANSACTION_FACTOR = 2;

type Input = Readonly<Record<string, unknown>>;

export interface ItemStore {
  /** Write request units of a call; 0 for a read. Assumes that each condition holds. */
  writeUnits(operation: string, input: Input): number;
  /** Items whose sort key has this prefix, as they are now. */
  items(prefix: string): Item[];
}

/**
 * Follows the items that calls write, because DynamoDB charges an update by the size of the whole item, before or after it,
 * whichever is larger.
 */
export function itemStore(): ItemStore {
  const stored = new Map<string, Item>();
  const write = (one: Write): number => {
    const id = JSON.stringify([one.table, one.kind === 'put' ? keyOf(one.item) : keyOf(one.key)]);
    const before = stored.get(id);
    const after = one.kind === 'put' ? one.item : updatedItem(before ?? one.key, one.update);
    stored.set(id, after);
    return Math.ceil(Math.max(itemSize(before ?? {}), itemSize(after)) / WRITE_UNIT_BYTES);
  };
  return {
    writeUnits: (operation, input) => {
      const factor = operation === 'TransactWriteItems' ? TRANSACTION_FACTOR : 1;
      return writesOf(operation, input).reduce((sum, one) => sum + write(one) * factor, 0);
    },
    items: (prefix) => [...stored.values()].filter(({ sk }) => sk?.S?.startsWith(prefix)),
  };
}

const keyOf = ({ pk, sk }: Item) => [pk?.S, sk?.S];

function writesOf(operation: string, input: Input): Write[] {
  if (operation === 'PutItem') return [put(input)];
  if (operation === 'UpdateItem') return [update(input)];
  if (operation === 'TransactWriteItems') return (input.TransactItems as Input[]).flatMap(transactionWrites);
  if (!WRITES_NOTHING.has(operation) && operation !== 'BatchExecuteStatement')
    throw new Error(`the write units of ${operation} are not counted`);
  if (operation !== 'BatchExecuteStatement') return [];
  const statements = input.Statements as { Statement: string; Parameters?: AttributeValue[] }[];
  return statements.map(({ Statement, Parameters }) => parseStatement(Statement, Parameters));
}

const WRITES_NOTHING: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

function transactionWrites({ Put, Update, ...others }: Input): Write[] {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`the write units of a ${other} in a transaction are not counted`);
  return [
    ...(Put === undefined ? [] : [put(Put as Input)]),
    ...(Update === undefined ? [] : [update(Update as Input)]),
  ];
}

const put = ({ TableName, Item }: Input): Write => ({ kind: 'put', table: String(TableName), item: Item as Item });

const update = (input: Input): Write => ({
  kind: 'update',
  table: String(input.TableName),
  key: input.Key as Item,
  update: {
    expression: String(input.UpdateExpression),
    names: (input.ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>,
    values: (input.ExpressionAttributeValues ?? {}) as Item,
  },
});
