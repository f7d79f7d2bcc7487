import { MAX_MESSAGE_BYTES } from '../../shared/domain/notification/notification';
import { policyDocument, type Statement, tlsOnly } from '../capabilities/policies';
import type { Environment } from '../environment';
import type { Naming } from './naming';

export const DEAD_LETTER_RETENTION_SECONDS = 14 * 86_400;

interface QueueOptions {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Statements of the queue policy, beside the one that denies plain http. */
  readonly statements: readonly Statement[];
}

/** Common settings of all queues. The policy is inline: as a resource of its own it makes the provider wait 25 s. */
export function queueConfig(part: string, { naming, environment, statements }: QueueOptions) {
  const all = [...statements, ...tlsOnly(environment.requireTls, 'sqs', naming.sqsArn(part))];
  return {
    name: naming.name(part),
    maxMessageSize: MAX_MESSAGE_BYTES,
    receiveWaitTimeSeconds: 20,
    sqsManagedSseEnabled: true,
    ...(all.length > 0 && { policy: policyDocument(all) }),
  };
}

/** Allow list of source queues; empty is `denyAll`. Without one, any queue of the account could dead-letter into this one. */
export const redriveAllow = (sourceQueueArns: readonly string[]): string =>
  JSON.stringify(
    sourceQueueArns.length > 0 ? { redrivePermission: 'byQueue', sourceQueueArns } : { redrivePermission: 'denyAll' },
  );
