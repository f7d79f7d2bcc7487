import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ChannelManifest } from '../domain/channel';
import type { DeliveryKey } from '../domain/claim';
import type { Fault } from '../domain/coded-error';
import type { Notification } from '../domain/notification';
import type { NotedState } from '../ports/ledger';
import { describe } from './attempt-delivery';
import type { ConcludeDependencies } from './conclude';
import { type Examination, examine } from './examine';
import { forDeadLetter, type ReceivedMessage, receivedMessage } from './message';

export interface ChannelDependencies extends ConcludeDependencies {
  readonly manifest: ChannelManifest;
  readonly channels: readonly string[];
  /** What is wrong with the data of a type that the catalogue has. */
  readonly dataFaults: (notification: Notification) => readonly Fault[];
}

export interface ChannelHandlers {
  /** Delivers, and passes on what could not be delivered. Resolving acknowledges the message. */
  readonly onNotification: (notification: Notification, message: ReceivedMessage) => Promise<void>;
  /** For channels that spread a notification over one message for each target. */
  readonly onDelivery?: (message: ReceivedMessage, target: string) => Promise<void>;
}

/**
 * The Lambda handler of a channel. Records are handled side by side; one that throws is reported in the partial batch
 * response and comes back after the visibility timeout, the others are acknowledged.
 *
 * @see AWS Lambda Developer Guide, "Implementing partial batch responses"
 */
export function createChannelHandler(dependencies: ChannelDependencies, handlers: ChannelHandlers) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(event.Records.map((record) => failure(record, dependencies, handlers)));
    return { batchItemFailures: failed.flatMap((id) => (id === undefined ? [] : [{ itemIdentifier: id }])) };
  };
}

async function failure(
  record: SQSRecord,
  dependencies: ChannelDependencies,
  handlers: ChannelHandlers,
): Promise<string | undefined> {
  try {
    await handleRecord(receivedMessage(record), dependencies, handlers);
    return undefined;
  } catch (error) {
    const { messageId } = record;
    const receiveCount = Number(record.attributes.ApproximateReceiveCount);
    dependencies.log.error('record_failed', { messageId, receiveCount, error: describe(error) });
    return messageId;
  }
}

async function handleRecord(message: ReceivedMessage, dependencies: ChannelDependencies, handlers: ChannelHandlers) {
  if (message.target !== undefined && handlers.onDelivery) return handlers.onDelivery(message, message.target);
  const now = dependencies.clock.now();
  const examination = examine(message, { ...dependencies, now });
  if (examination.kind === 'notification') return handlers.onNotification(examination.notification, message);
  return putAside(examination, message, dependencies);
}

type Aside = Exclude<Examination, { kind: 'notification' }>;

async function putAside(examination: Aside, message: ReceivedMessage, dependencies: ChannelDependencies) {
  if (examination.kind === 'refused') return refuse(message, examination, dependencies);
  if (examination.kind === 'expired') {
    return suppress(examination.notification, `expired at ${examination.notification.expirytime}`, dependencies);
  }
  const { id, tenant, type } = examination.notification;
  dependencies.log.info('stray', { channel: dependencies.manifest.name, notificationId: id, tenant, type });
}

/** Noted in the ledger and kept in the dead-letter queue with its reason; the rest of its batch goes on. */
export async function refuse(
  message: ReceivedMessage,
  refusal: { readonly faults: readonly Fault[]; readonly id: string; readonly tenant: string },
  dependencies: ChannelDependencies,
): Promise<void> {
  const reason = refusal.faults.map(({ code, path, message }) => `${code} at '${path}': ${message}`).join('; ');
  await note({ id: refusal.id, tenant: refusal.tenant }, 'rejected', reason, dependencies);
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
}

/** Deliberately not delivered to anybody, and final. */
export const suppress = (
  notification: { readonly id: string; readonly tenant: string },
  reason: string,
  dependencies: ChannelDependencies,
): Promise<void> => note(notification, 'suppressed', reason, dependencies);

async function note(
  { id, tenant }: { readonly id: string; readonly tenant: string },
  state: NotedState,
  reason: string,
  { manifest, ledger, clock, log }: ChannelDependencies,
): Promise<void> {
  const key: DeliveryKey = { tenant, notificationId: id, channel: manifest.name, target: '' };
  log.info('delivery', { channel: manifest.name, notificationId: id, tenant, outcome: state, reason });
  await ledger.note(key, state, { n: 1, at: clock.now().toISOString(), outcome: state, reason, durationMs: 0 });
}
