import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requestHandler } from '../aws/http/request-handler';

/**
 * Client for calls of several statements. One retry, mostly for a connection that the service closed while the function was
 * frozen; the caller's own calls are the next. A call that hangs delays its records by two seconds, one that is throttled by
 * another second, or as long as the service asks for, up to six.
 */
export const batchClient = (): DynamoDBClient =>
  new DynamoDBClient({ requestHandler: requestHandler(1_000), maxAttempts: 2 });
