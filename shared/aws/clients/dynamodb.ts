/**
 * Takes the place of `@aws-sdk/client-dynamodb` in function bundles: the names and shapes that the adapters in `shared/aws`
 * use. The contracts in `shared/testing` pass with both.
 */
import { randomUUID } from 'node:crypto';
import { type Command, command } from './command';
import { jsonClient } from './json-client';
import { optionsOf, type SdkOptions } from './sdk-options';
import { ServiceError } from './service-error';

const SERVICE = { name: 'dynamodb', target: 'DynamoDB_20120810', protocol: '1.0' } as const;

export class DynamoDBClient {
  private readonly call;

  constructor(options: SdkOptions = {}) {
    this.call = jsonClient(SERVICE, optionsOf(options), withBytes);
  }

  async send({ operation, input }: Command): Promise<Page> {
    try {
      return withBytes(await this.call(operation, JSON.stringify(input, base64)));
    } catch (error) {
      throw typed(error);
    }
  }

  destroy(): void {}
}

interface Page {
  readonly LastEvaluatedKey?: object;
}

/** The protocol writes binary values as base64. `this[key]` is the value before `toJSON`, which a Buffer has. */
function base64(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : value;
}

/** Binary attributes are rare, and a reviver makes parsing five times slower. JSON may have spaces around its colons. */
const withBytes = (text: string): Page => (/"B"\s*:\s*"/.test(text) ? JSON.parse(text, bytes) : JSON.parse(text));

const bytes = (_key: string, value: unknown): unknown => {
  const { B: binary } = (value ?? {}) as { B?: unknown };
  const isBinary = typeof binary === 'string' && Object.keys(value as object).length === 1;
  return isBinary ? { B: new Uint8Array(Buffer.from(binary, 'base64')) } : value;
};

export class DynamoDBServiceException extends ServiceError {}
export class ConditionalCheckFailedException extends DynamoDBServiceException {}
export class TransactionCanceledException extends DynamoDBServiceException {}
export class TransactionConflictException extends DynamoDBServiceException {}

const CLASSES: Readonly<Record<string, object>> = {
  ConditionalCheckFailedException: ConditionalCheckFailedException.prototype,
  TransactionCanceledException: TransactionCanceledException.prototype,
  TransactionConflictException: TransactionConflictException.prototype,
};

const typed = (error: unknown): unknown =>
  error instanceof ServiceError
    ? Object.setPrototypeOf(error, CLASSES[error.name] ?? DynamoDBServiceException.prototype)
    : error;

export const BatchExecuteStatementCommand = command('BatchExecuteStatement');
export const BatchGetItemCommand = command('BatchGetItem');
export const DeleteItemCommand = command('DeleteItem');
export const GetItemCommand = command('GetItem');
export const PutItemCommand = command('PutItem');
export const QueryCommand = command('Query');
export const ScanCommand = command('Scan');
/** The token makes a retry idempotent for ten minutes (Amazon DynamoDB API, TransactWriteItems). */
export class TransactWriteItemsCommand extends command('TransactWriteItems') {
  constructor(input: object) {
    super({ ClientRequestToken: randomUUID(), ...input });
  }
}

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
