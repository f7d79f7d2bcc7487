import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import { isBadPort, MAX_PORT } from '../constructs/webhook-ports';
import type { Environment } from '../environment';
import { delayFaults, unless } from './rules';

/** Refuses settings that only `local` may have, and those that AWS accepts at apply and fails at later. */
export function environmentFaults(environment: Environment): Fault[] {
  const { retryDelaysSeconds, producers, endpointCacheSeconds, webhookPorts } = environment;
  return [
    ...(environment.name === 'local' ? [] : deployedFaults(environment)),
    ...(retryDelaysSeconds ? delayFaults(retryDelaysSeconds, '/retryDelaysSeconds') : []),
    ...cacheFaults(endpointCacheSeconds),
    ...webhookPorts.flatMap((port, index) => portFaults(port, `/webhookPorts/${index}`)),
    ...producers.flatMap((producer, index) => producerFaults(producer, `/producers/${index}`, environment)),
  ];
}

/** Cache staleness plus the time of a delivery must stay below the promised minute. */
const MAX_ENDPOINT_CACHE_SECONDS = 45;

const cacheFaults = (seconds: number): Fault[] =>
  unless(
    Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_ENDPOINT_CACHE_SECONDS,
    'stack.endpoint_cache',
    '/endpointCacheSeconds',
    `${seconds} s, allowed 0 to ${MAX_ENDPOINT_CACHE_SECONDS}: a changed endpoint is seen within a minute`,
  );

const portFaults = (port: number, path: string): Fault[] =>
  unless(
    Number.isInteger(port) && port >= 1 && port <= MAX_PORT && !isBadPort(port),
    'stack.webhook_port',
    path,
    `${port}, allowed 1 to ${MAX_PORT} without those of other services, such as 22 and 25; set CARILLON_WEBHOOK_PORTS`,
  );

function deployedFaults({ name, requireTls, allowLoopback, emulatedIam, stateBucket }: Environment): Fault[] {
  const localOnly = (seen: boolean) => `${seen} in ${name}, allowed in local only`;
  const noBucket = `${name} has none, allowed in local only; set CARILLON_STATE_BUCKET`;
  return [
    ...unless(!allowLoopback, 'stack.loopback', '/allowLoopback', localOnly(allowLoopback)),
    ...unless(!emulatedIam, 'stack.emulated_iam', '/emulatedIam', localOnly(emulatedIam)),
    ...unless(requireTls, 'stack.tls', '/requireTls', localOnly(requireTls)),
    ...unless(stateBucket !== undefined, 'stack.state_bucket', '/stateBucket', noBucket),
  ];
}

/**
 * Refuses producers of other accounts: the topic is encrypted with `alias/aws/sns`, whose key policy cannot be changed and
 * denies other accounts, so that AWS would refuse each publish.
 *
 * @see AWS KMS Developer Guide, "AWS managed keys"; Amazon SNS Developer Guide, "Configuring AWS KMS permissions"
 */
function producerFaults(producer: string, path: string, { accountId }: Environment): Fault[] {
  const account = producer.split(':')[4];
  const message = `producer ${producer} is of account ${account}, allowed ${accountId}: the topic's key lets no other in; let it assume a role of this account`;
  return unless(account === accountId, 'stack.producer.account', path, message);
}
