/**
 * Takes the place of `@aws-sdk/client-dynamodb` in function bundles: the names and shapes that the adapters in `shared/aws`
 * use. The contracts in `shared/testing` pass with both.
 */
import { randomUUID } from 'node:crypto';
import { parseItems } from './attribute-bytes';
import { type Command, command } from './command';
import { jsonClient } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';
import { ServiceError } from './service-error';

export class DynamoDBServiceException extends ServiceError {}
export class ConditionalCheckFailedException extends DynamoDBServiceException {}
export class TransactionCanceledException extends DynamoDBServiceException {}
export class TransactionConflictException extends DynamoDBServiceException {}

const ERRORS = new Map<string, typeof DynamoDBServiceException>([
  ['ConditionalCheckFailedException', ConditionalCheckFailedException],
  ['TransactionCanceledException', TransactionCanceledException],
  ['TransactionConflictException', TransactionConflictException],
]);

const SERVICE = {
  name: 'dynamodb',
  target: 'DynamoDB_20120810',
  protocol: '1.0',
  /** Of AWS SDKs: it usually answers within milliseconds. */
  retries: { maxAttempts: 4, baseMs: 25 },
  parse: parseItems,
  errorClass: (name: string) => ERRORS.get(name) ?? DynamoDBServiceException,
} as const;

interface Page {
  readonly LastEvaluatedKey?: object;
}

export class DynamoDBClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options));
  }

  send({ operation, input }: Command): Promise<Page> {
    return this.call(operation, operation === 'TransactWriteItems' ? withToken(input) : input);
  }
}

/**
 * The token makes a retry idempotent for ten minutes (Amazon DynamoDB API, TransactWriteItems). It is of one `send`: a
 * command that is sent again is another transaction.
 */
const withToken = ({ ClientRequestToken = randomUUID(), ...input }: { ClientRequestToken?: string }) => ({
  ...input,
  ClientRequestToken,
});

export const BatchExecuteStatementCommand = command('BatchExecuteStatement');
export const BatchGetItemCommand = command('BatchGetItem');
export const BatchWriteItemCommand = command('BatchWriteItem');
export const DeleteItemCommand = command('DeleteItem');
export const GetItemCommand = command('GetItem');
export const PutItemCommand = command('PutItem');
export const QueryCommand = command('Query');
export const ScanCommand = command('Scan');
export const TransactWriteItemsCommand = command('TransactWriteItems');
export const UpdateItemCommand = command('UpdateItem');

interface Paginated {
  readonly client: DynamoDBClient;
}

const paginate = (Next: typeof QueryCommand) =>
  async function* ({ client }: Paginated, input: object): AsyncGenerator<Page> {
    for (let key: object | undefined; ; ) {
      const page = await client.send(new Next(key === undefined ? input : { ...input, ExclusiveStartKey: key }));
      yield page;
      key = page.LastEvaluatedKey;
      if (key === undefined) return;
    }
  };

export const paginateQuery = paginate(QueryCommand);
export const paginateScan = paginate(ScanCommand);
