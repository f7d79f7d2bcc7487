import { dynamodbCircuits } from '../../shared/aws/dynamodb-circuits';
import { dynamodbEndpoints } from '../../shared/aws/dynamodb-endpoints';
import { dynamodbRateSlots } from '../../shared/aws/dynamodb-rate-slots';
import { lambdaDependencies } from '../../shared/aws/lambda-dependencies';
import { cachedEndpoints } from '../../shared/runtime/cached-endpoints';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import { deliverTargets } from '../../shared/runtime/deliver-targets';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { parsePorts } from './address';
import manifest from './channel';
import { circuitBreaker } from './circuit-breaker';
import { webhookChannel } from './deliver';
import { pacing } from './pacing';
import { createPoster } from './post';
import { createSender } from './send';

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
  deliverTargets(webhookChannel({ endpoints, sender, breaker, pace, clock, log }), channel),
);
