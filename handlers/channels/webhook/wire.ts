import { dynamodbCircuits } from '../../../shared/aws/dynamodb/dynamodb-circuits';
import { dynamodbEndpointSource } from '../../../shared/aws/dynamodb/dynamodb-endpoint-source';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { dynamodbRateSlots } from '../../../shared/aws/dynamodb/dynamodb-rate-slots';
import { parsePorts } from '../../../shared/http/address/address';
import { createPoster } from '../../../shared/http/post/post';
import { createSender } from '../../../shared/http/post/send';
import { type LambdaDependencies, lambdaDependencies } from '../../../shared/lambda/lambda-dependencies';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import manifest from './channel';
import { circuitBreaker } from './circuit/circuit-breaker';
import { type WebhookPorts, webhookChannel } from './deliver';
import { cachedEndpoints } from './endpoints/cached-endpoints';
import { pacing } from './pace/pacing';
import { lazyRenderTemplate } from './render-template';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const dependencies = lambdaDependencies(manifest);
  const { channel } = dependencies;
  return createChannelHandler(channel, fanOut(webhookChannel(portsOf(dependencies)), channel));
}

function portsOf({ channel, dynamodb, keys }: LambdaDependencies): WebhookPorts {
  const { DIRECTORY_TABLE, ALLOW_LOOPBACK, WEBHOOK_PORTS, ENDPOINT_CACHE_SECONDS } = readEnvironment([
    'DIRECTORY_TABLE',
    'ALLOW_LOOPBACK',
    'WEBHOOK_PORTS',
    'ENDPOINT_CACHE_SECONDS',
  ]);
  const { clock, log } = channel;
  const source = dynamodbEndpointSource(dynamodb, DIRECTORY_TABLE);
  const registry = dynamodbEndpoints(dynamodb, DIRECTORY_TABLE);
  const policy = { allowLoopback: ALLOW_LOOPBACK === 'true', allowedPorts: parsePorts(WEBHOOK_PORTS) };
  const circuits = dynamodbCircuits(dynamodb, DIRECTORY_TABLE);
  return {
    endpoints: cachedEndpoints({ source, clock, checkSeconds: Number(ENDPOINT_CACHE_SECONDS) }),
    sender: createSender({ keys, post: createPoster({ policy }), clock, render: lazyRenderTemplate }),
    breaker: circuitBreaker({ ...channel, circuits, registry }),
    pace: pacing({ slots: dynamodbRateSlots(dynamodb, DIRECTORY_TABLE), clock }),
    clock,
    log,
  };
}
