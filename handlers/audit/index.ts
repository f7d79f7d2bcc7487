import { dynamodbEventLedger } from '../../shared/aws/dynamodb-event-ledger';
import { lambdaDependencies } from '../../shared/aws/lambda-dependencies';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import manifest from './channel';
import { recordNotification } from './deliver';

const { channel, dynamodb, ledgerTable } = lambdaDependencies(manifest);

export const handler = createChannelHandler(channel, {
  onNotification: recordNotification(dynamodbEventLedger(dynamodb, ledgerTable), channel),
});
