import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requestHandler } from '../aws/http/request-handler';

/**
 * Client for calls of several statements. One retry, for a connection that the service closed while the function was frozen:
 * otherwise the caller's own calls are the retries, so that a call that hangs delays its records by two seconds at most.
 */
export const batchClient = (): DynamoDBClient =>
  new DynamoDBClient({ requestHandler: requestHandler(1_000), maxAttempts: 2 });
