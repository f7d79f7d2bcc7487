import { dynamodbEventLedger } from '../../../shared/aws/dynamodb/dynamodb-event-ledger';
import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import manifest from './channel';
import { recordNotification } from './deliver';

/** The function's handler, from its environment and AWS. */
export function wire() {
  const { channel, dynamodb, ledgerTable, keys } = lambdaDependencies(manifest);
  const recorder = dynamodbEventLedger(dynamodb, ledgerTable, keys);
  return createChannelHandler(channel, { onNotification: recordNotification({ ...channel, recorder }) });
}
