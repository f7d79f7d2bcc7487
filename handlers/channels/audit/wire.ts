import { dynamodbEventLedger } from '../../../shared/aws/dynamodb/dynamodb-event-ledger';
import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import manifest from './channel';
import { recordNotification } from './deliver';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { channel, dynamodb, ledgerTable, batching, keys } = lambdaDependencies(manifest);
  const { RECORDS_SHARE_CALLS } = readEnvironment(['RECORDS_SHARE_CALLS']);
  const recorder = dynamodbEventLedger(
    dynamodb,
    ledgerTable,
    keys,
    RECORDS_SHARE_CALLS === 'true' ? batching : undefined,
  );
  return createChannelHandler(channel, { onNotification: recordNotification({ ...channel, recorder }) });
}
