import {
  DynamoDBClient,
  DynamoDBServiceException,
  TransactionCanceledException,
  type TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodbErasure } from './dynamodb-erasure';

const item = (sk: string) => ({ pk: 'n-1', sk, state: 'sent' });

/** Records an erasure's transactions on a table that may answer with an error. */
function anErasure(error?: Error) {
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  const transactions: (readonly string[])[] = [];
  jest.spyOn(client, 'send').mockImplementation((async ({ input }: TransactWriteItemsCommand) => {
    if (error) throw error;
    transactions.push((input.TransactItems ?? []).map(({ Put, Delete }) => skOf(Put?.Item ?? Delete?.Key)));
  }) as never);
  return { erasure: dynamodbErasure(client, 'ledger', 'directory'), transactions };
}

const skOf = (keys: Parameters<typeof unmarshall>[0] = {}): string => unmarshall(keys).sk;
const $metadata = {};
const canceled = (...codes: string[]) =>
  new TransactionCanceledException({ message: '', $metadata, CancellationReasons: codes.map((Code) => ({ Code })) });
const failed = (name: string) => new DynamoDBServiceException({ name, $fault: 'client', $metadata });

it('a hundred deliveries and their record are three transactions, with each put beside its delete and the record last', async () => {
  const { erasure, transactions } = anErasure();
  const deliveries = Array.from({ length: 100 }, (_, n) => item(`D#email#${n}`));
  const moves = deliveries.map((old) => ({ put: item(`${old.sk}-moved`), deletes: [old] }));
  await erasure.apply([...moves, { put: item('E'), deletes: [] }], [...deliveries, item('E')]);
  const keys = moves.flatMap((move) => [move.put.sk, ...move.deletes.map(({ sk }) => sk)]);
  expect(transactions).toEqual([keys.slice(0, 2), keys.slice(2, 102), [...keys.slice(102), 'E']]);
});

it.each<[string, Error, string]>([
  ['whose condition does not hold', canceled('None', 'ConditionalCheckFailed'), 'changed'],
  ['that meets another one', canceled('TransactionConflict'), 'changed'],
  ['with an item that becomes too large', canceled('ValidationError'), 'refused'],
  ['that is throttled', canceled('ThrottlingError', 'None'), 'refused'],
  ['that is canceled without a reason', new TransactionCanceledException({ message: '', $metadata }), 'refused'],
  ['that is not valid', failed('ValidationException'), 'refused'],
])('a transaction %s returns a failure and does not throw', async (_, error, failure) => {
  const { erasure } = anErasure(error);
  expect(await erasure.apply([{ put: item('E'), deletes: [] }], [item('E')])).toBe(failure);
});

it.each([failed('AccessDeniedException'), new Error('no network')])(
  '%s is no fault of one notification',
  async (error) => {
    const { erasure } = anErasure(error);
    await expect(erasure.apply([{ put: item('E'), deletes: [] }], [item('E')])).rejects.toBe(error);
  },
);
