import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ChannelManifest } from '../domain/channel';
import type { DeliveryKey } from '../domain/claim';
import type { Fault } from '../domain/coded-error';
import type { Notification } from '../domain/notification';
import type { NotedState } from '../ports/ledger';
import { describe, noteReason } from './attempt-delivery';
import type { ConcludeDependencies } from './conclude';
import { type Examination, examine } from './examine';
import { forDeadLetter, producerAttributes, type ReceivedMessage, receivedMessage } from './message';

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
  if (isDeliveryMessage(message) && handlers.onDelivery) return handlers.onDelivery(message, message.target);
  const examination = examine(message, dependencies);
  if (examination.kind === 'notification') return handlers.onNotification(examination.notification, message);
  return putAside(examination, message, dependencies);
}

/**
 * SNS hands on whatever attributes a producer publishes, so the target alone could be forged: it would be signed for
 * another tenant's endpoint. But what SNS lets through the filter has the producer's attributes, and ours has none.
 */
const isDeliveryMessage = (message: ReceivedMessage): message is ReceivedMessage & { target: string } =>
  message.target !== undefined && Object.keys(producerAttributes(message)).length === 0;

type Aside = Exclude<Examination, { kind: 'notification' }>;

async function putAside(examination: Aside, message: ReceivedMessage, dependencies: ChannelDependencies) {
  if (examination.kind === 'refused') return refuse(message, examination, dependencies);
  const { id, tenant, type } = examination.notification;
  dependencies.log.info('stray', { channel: dependencies.manifest.name, notificationId: id, tenant, type });
}

/** Noted in the ledger and kept in the dead-letter queue with its reason; the rest of its batch goes on. */
export async function refuse(
  message: ReceivedMessage,
  refusal: { readonly faults: readonly Fault[]; readonly id: string; readonly tenant: string },
  dependencies: ChannelDependencies,
): Promise<void> {
  const reason = summary(refusal.faults);
  const codes = [...new Set(refusal.faults.map(({ code }) => code))];
  // Messages of faults quote what was received, so only their codes are logged.
  logNote(refusal, 'rejected', codes.slice(0, MAX_FAULTS).join(' '), dependencies);
  await note(refusal, 'rejected', reason, dependencies);
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
}

/** More are counted, not listed: the ledger's item must fit. */
const MAX_FAULTS = 20;

function summary(faults: readonly Fault[]): string {
  const listed = faults.slice(0, MAX_FAULTS).map(({ code, path, message }) => `${code} at '${path}': ${message}`);
  return [...listed, ...(faults.length > MAX_FAULTS ? [`and ${faults.length - MAX_FAULTS} more`] : [])].join('; ');
}

/** Deliberately not delivered to anybody, and final. */
export async function suppress(noted: Noted, reason: string, dependencies: ChannelDependencies): Promise<void> {
  logNote(noted, 'suppressed', reason, dependencies);
  await note(noted, 'suppressed', reason, dependencies);
}

interface Noted {
  readonly id: string;
  readonly tenant: string;
}

function logNote({ id, tenant }: Noted, outcome: NotedState, reason: string, { manifest, log }: ChannelDependencies) {
  log.info('delivery', { channel: manifest.name, notificationId: id, tenant, outcome, reason });
}

async function note(
  { id, tenant }: Noted,
  state: NotedState,
  reason: string,
  { manifest, ledger, clock }: ChannelDependencies,
): Promise<void> {
  const key: DeliveryKey = { tenant, notificationId: id, channel: manifest.name, target: '' };
  const attempt = { n: 1, at: clock.now().toISOString(), outcome: state, durationMs: 0 };
  await ledger.note(key, state, { ...attempt, reason: noteReason(reason) });
}
