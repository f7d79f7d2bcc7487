import { dynamodbCircuits } from '../../../shared/aws/dynamodb/dynamodb-circuits';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { dynamodbRateSlots } from '../../../shared/aws/dynamodb/dynamodb-rate-slots';
import { parsePorts } from '../../../shared/http/address/address';
import { createPoster } from '../../../shared/http/post/post';
import { createSender } from '../../../shared/http/post/send';
import { lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import manifest from './channel';
import { circuitBreaker } from './circuit/circuit-breaker';
import { webhookChannel } from './deliver';
import { cachedEndpoints } from './endpoints/cached-endpoints';
import { pacing } from './pace/pacing';

const { DIRECTORY_TABLE, ALLOW_LOOPBACK, WEBHOOK_PORTS, ENDPOINT_CACHE_SECONDS } = readEnvironment([
  ...(['DIRECTORY_TABLE', 'ALLOW_LOOPBACK', 'WEBHOOK_PORTS', 'ENDPOINT_CACHE_SECONDS'] as const),
]);
const { channel, dynamodb, keys } = lambdaDependencies(manifest);
const { clock, log } = channel;
const source = dynamodbEndpoints(dynamodb, DIRECTORY_TABLE);
const endpoints = cachedEndpoints({ source, clock, checkSeconds: Number(ENDPOINT_CACHE_SECONDS) });
const policy = { allowLoopback: ALLOW_LOOPBACK === 'true', allowedPorts: parsePorts(WEBHOOK_PORTS) };
const post = createPoster({ policy });
const sender = createSender({ keys, post, clock });

const circuits = dynamodbCircuits(dynamodb, DIRECTORY_TABLE);
const breaker = circuitBreaker({ ...channel, circuits, registry: source });
const pace = pacing({ slots: dynamodbRateSlots(dynamodb, DIRECTORY_TABLE), clock });

export const handler = createChannelHandler(
  channel,
  fanOut(webhookChannel({ endpoints, sender, breaker, pace, clock, log }), channel),
);
