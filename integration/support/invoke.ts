import { SNSClient } from '@aws-sdk/client-sns';
import { config, region, state } from './harness';

/**
 * Invokes a deployed function with its rule's event, synchronously. A new SNS client signs the request for Lambda: a client
 * keeps the service name that it signed for first.
 *
 * @returns the function's error, or undefined
 */
export async function invokeByRule(name: string): Promise<string | undefined> {
  const { protocol, hostname, port, host } = new URL(state.endpoint);
  const path = `/2015-03-31/functions/carillon-local-${name}/invocations`;
  const request = {
    method: 'POST',
    protocol,
    hostname,
    path,
    query: {},
    headers: { host },
    ...(port !== '' && { port: Number(port) }),
    body: JSON.stringify(scheduledEvent(`carillon-local-${name}`)),
  };
  const properties = { name: 'sigv4', signingName: 'lambda', signingRegion: region, properties: {} };
  const { method, headers, body } = await (await new SNSClient(config).config.signer(properties)).sign(request);
  const response = await fetch(state.endpoint + path, { method, headers, body });
  const answer = await response.text();
  return response.ok && !response.headers.has('x-amz-function-error') ? undefined : answer;
}

/** Scheduled event of EventBridge. */
const scheduledEvent = (rule: string) => ({
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  time: new Date().toISOString(),
  region,
  resources: [`arn:aws:events:${region}:000000000000:rule/${rule}`],
  detail: {},
});
