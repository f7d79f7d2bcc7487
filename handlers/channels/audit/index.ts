import { dynamodbEventLedger } from '../../../shared/aws/dynamodb/dynamodb-event-ledger';
import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import manifest from './channel';
import { recordNotification } from './deliver';

const { channel, dynamodb, ledgerTable, keys } = lambdaDependencies(manifest);
const recorder = dynamodbEventLedger(dynamodb, ledgerTable, keys);

export const handler = createChannelHandler(channel, {
  onNotification: recordNotification({ ...channel, recorder }),
});
