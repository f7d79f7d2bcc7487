import { dynamodbEndpoints } from '../../shared/aws/dynamodb-directory';
import { lambdaDependencies } from '../../shared/aws/lambda-dependencies';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import { deliverQueued } from '../../shared/runtime/deliver-queued';
import { readEnvironment } from '../../shared/runtime/read-environment';
import manifest from './channel';
import { webhookChannel } from './deliver';
import { createPoster } from './post';

const { DIRECTORY_TABLE, ALLOW_LOOPBACK } = readEnvironment(['DIRECTORY_TABLE', 'ALLOW_LOOPBACK']);
const { channel, dynamodb } = lambdaDependencies(manifest);
const endpoints = dynamodbEndpoints(dynamodb, DIRECTORY_TABLE);
const post = createPoster({ policy: { allowLoopback: ALLOW_LOOPBACK === 'true', allowedPorts: [] } });

export const handler = createChannelHandler(
  channel,
  deliverQueued(webhookChannel({ endpoints, post, clock: channel.clock }), channel),
);
