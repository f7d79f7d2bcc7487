import { setTimeout } from 'node:timers/promises';
import { dynamodbAuditChain } from '../../shared/aws/dynamodb-audit-chain';
import { lambdaDependencies } from '../../shared/aws/lambda-dependencies';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import { gatherEvents } from '../../shared/runtime/gather-events';
import manifest from './channel';
import { recordNotification } from './deliver';

const { channel, dynamodb, ledgerTable, keys } = lambdaDependencies(manifest);
const wait = { random: Math.random, pause: (milliseconds: number) => setTimeout(milliseconds) };
const recorder = gatherEvents(dynamodbAuditChain({ client: dynamodb, table: ledgerTable, keys, ...wait }));

export const handler = createChannelHandler(channel, {
  onNotification: recordNotification({ ...channel, recorder }),
});
