import { dynamodbEventLedger } from '../../../shared/aws/dynamodb/dynamodb-event-ledger';
import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import manifest from './channel';
import { recordNotification } from './deliver';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { channel, dynamodb, ledgerTable, batching, keys } = lambdaDependencies(manifest);
  const recorder = dynamodbEventLedger(dynamodb, ledgerTable, keys, batching);
  return createChannelHandler(channel, { onNotification: recordNotification({ ...channel, recorder }) });
}
