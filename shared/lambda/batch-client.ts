import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requestHandler } from '../aws/http/request-handler';

/**
 * Client for calls of several statements. The caller's own calls are the retries, so that a call that hangs delays its
 * records by a second.
 */
export const batchClient = (): DynamoDBClient =>
  new DynamoDBClient({ requestHandler: requestHandler(1_000), maxAttempts: 1 });
