import http from 'node:http';
import https from 'node:https';
import { SESClient, type SendRawEmailCommand } from '@aws-sdk/client-ses';
import { keptConnections } from '../../http/kept-connections';
import type { Clock } from '../../ports/clock';
import { MAX_SOCKETS, requestHandler } from '../http/request-handler';

const TIMEOUT_MS = 10_000;

/**
 * SES client without retries, which would use up the account's rate: a throttled mail waits in the queue. Keep-alive
 * connections are not reused after a pause, because SES may have closed them while the function was frozen.
 */
export function sesClient(clock: Clock): SESClient {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const agents = { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) };
  const refresh = keptConnections(Object.values(agents), clock);
  const client = new SESClient({ maxAttempts: 1, requestHandler: { ...requestHandler(TIMEOUT_MS), ...agents } });
  const send = client.send.bind(client);
  client.send = ((command: SendRawEmailCommand) => {
    refresh();
    return send(command);
  }) as typeof client.send;
  return client;
}
