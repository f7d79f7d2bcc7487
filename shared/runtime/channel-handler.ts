import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { DeliveryKey } from '../domain/delivery/claim';
import { type Rejected, rejected, type Suppressed } from '../domain/delivery/outcome';
import type { Fault } from '../domain/kit/errors/coded-error';
import { type ChannelManifest, FORGED, STRAY } from '../domain/manifest/channel';
import type { Notification } from '../domain/notification/notification';
import type { NotedState } from '../ports/ledger';
import { examine } from './examine';
import { faultSummary } from './fault-summary';
import { forDeadLetter } from './message/for-dead-letter';
import { authenticated, type SealKeys } from './message/message-seal';
import { mayHaveBegun, queueMessage, type ReceivedMessage, receivedMessage } from './message/received-message';
import { noteReason } from './note-reason';
import { partialBatchResponse } from './partial-batch-response';
import type { ConcludeDependencies } from './pass-on';

export interface ChannelDependencies extends ConcludeDependencies {
  readonly manifest: ChannelManifest;
  /** Names of the channels that are deployed. */
  readonly channels: readonly string[];
  /** Of what Carillon's attributes on messages say. */
  readonly sealKeys: SealKeys;
  /** What the catalogue says against a notification, or against what can be read of one. */
  readonly catalogueFaults: (notification: Partial<Notification>) => readonly Fault[];
}

/** What is known of the invocation that a record is handled in. */
export interface Invocation {
  /** Milliseconds until Lambda ends the function. */
  remainingMs(): number;
}

export interface ChannelHandlers {
  /** Delivers, and passes on what could not be delivered. Resolving acknowledges the message. */
  readonly onNotification: (
    notification: Notification,
    message: ReceivedMessage,
    invocation: Invocation,
  ) => Promise<void>;
  /** For channels that have targets: a message for one of them. */
  readonly onDelivery?: (message: ReceivedMessage, target: string, invocation: Invocation) => Promise<void>;
  /**
   * Whether anything is recorded of a delivery of this notification. What the filter wanted when it came first, and a
   * crash gave back, is finished under any filter: otherwise its claim would stay for ever.
   */
  readonly hasBegun?: (notification: Notification) => Promise<boolean>;
  /**
   * Ends the delivery that a message is for alone (`only`), where it is open and can be attempted no more: the sweeper
   * would bring the message back for as long as it is open. False where the message is to be handled as any other.
   */
  readonly endBegun?: (
    event: BegunEvent,
    message: ReceivedMessage,
    outcome: Suppressed | Rejected,
    invocation: Invocation,
  ) => Promise<boolean>;
}

/** What is known of a notification, also where it is refused. */
export type BegunEvent = Pick<Notification, 'id' | 'tenant' | 'type'>;

/** Of Lambda's context. Where there is none, as in tests, time does not run out. */
type TimeLeft = Pick<Context, 'getRemainingTimeInMillis'>;

/**
 * The Lambda handler of a channel. Records are handled side by side; one that throws, or that is not finished when the
 * function's time runs out, is reported in the partial batch response and comes back after the visibility timeout, the
 * others are acknowledged.
 *
 * @see AWS Lambda Developer Guide, "Implementing partial batch responses"
 */
export function createChannelHandler(dependencies: ChannelDependencies, handlers: ChannelHandlers) {
  return async (event: SQSEvent, context?: TimeLeft): Promise<SQSBatchResponse> => {
    const invocation = { remainingMs: () => context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY };
    const handle = async (record: SQSRecord) => {
      assertClock(record, dependencies);
      return handleRecord(await receive(record, dependencies), dependencies, handlers, invocation);
    };
    const failed = await partialBatchResponse(event.Records, handle, invocation, dependencies);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** What is beyond this makes claims that others take for expired. */
const MAX_BEHIND_MS = 5_000;

/** SQS tells when it took the message: a clock before that is behind, and its claims would be worth nothing. */
function assertClock({ attributes }: SQSRecord, { clock }: ChannelDependencies): void {
  const behindMs = Number(attributes.SentTimestamp) - clock.now().getTime();
  if (behindMs > MAX_BEHIND_MS) throw new Error(`the clock of this function is ${behindMs} ms behind that of SQS`);
}

/** Attributes of ours count only where one of our functions, or an operator, has sealed them. */
async function receive(record: SQSRecord, { manifest, sealKeys, log }: ChannelDependencies): Promise<ReceivedMessage> {
  const sealing = { channel: manifest.name, keys: sealKeys };
  const { message, isForged } = await authenticated(queueMessage(record), sealing);
  if (isForged) log.error(FORGED, { channel: manifest.name, messageId: record.messageId });
  return receivedMessage(record, message);
}

async function handleRecord(
  message: ReceivedMessage,
  dependencies: ChannelDependencies,
  handlers: ChannelHandlers,
  invocation: Invocation,
): Promise<void> {
  if (message.target !== undefined && handlers.onDelivery) {
    return handlers.onDelivery(message, message.target, invocation);
  }
  const examination = examine(message, dependencies);
  if (examination.kind === 'refused') {
    const begun = { ...examination, type: examination.type ?? UNKNOWN_TYPE };
    const outcome = rejected(faultSummary(examination.faults));
    if (await handlers.endBegun?.(begun, message, outcome, invocation)) return;
    return refuse(message, examination, dependencies);
  }
  const { notification } = examination;
  if (examination.kind === 'stray' && !(mayHaveBegun(message) && (await handlers.hasBegun?.(notification)))) {
    return logStray(notification, dependencies);
  }
  return handlers.onNotification(notification, message, invocation);
}

/** In the log line of a delivery whose notification cannot be read any more. */
const UNKNOWN_TYPE = '?';

const logStray = ({ id, tenant, type }: Notification, { log, manifest }: ChannelDependencies): void =>
  log.info(STRAY, { channel: manifest.name, notificationId: id, tenant, type });

/** More would make the log line unreadable; the ledger has them. */
const MAX_CODES = 20;

/** Noted in the ledger and kept in the dead-letter queue with its reason; the rest of its batch goes on. */
export async function refuse(
  message: ReceivedMessage,
  refusal: Noted & { readonly faults: readonly Fault[] },
  dependencies: ChannelDependencies,
): Promise<void> {
  const reason = faultSummary(refusal.faults);
  const codes = [...new Set(refusal.faults.map(({ code }) => code))];
  // Messages of faults quote what was received, so only their codes are logged.
  logNote(refusal, 'rejected', codes.slice(0, MAX_CODES).join(' '), dependencies);
  await note(refusal, 'rejected', reason, dependencies);
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
}

/** Deliberately not delivered to anybody, and final. */
export async function suppress(noted: Noted, reason: string, dependencies: ChannelDependencies): Promise<void> {
  logNote(noted, 'suppressed', reason, dependencies);
  await note(noted, 'suppressed', reason, dependencies);
}

interface Noted {
  readonly id: string;
  readonly tenant: string;
  /** Beside another note. @default the whole notification */
  readonly target?: string;
}

function logNote({ id, tenant }: Noted, outcome: NotedState, reason: string, { manifest, log }: ChannelDependencies) {
  log.info('delivery', { channel: manifest.name, notificationId: id, tenant, outcome, reason });
}

async function note(
  { id, tenant, target = '' }: Noted,
  state: NotedState,
  reason: string,
  { manifest, ledger, clock }: ChannelDependencies,
): Promise<void> {
  const key: DeliveryKey = { tenant, notificationId: id, channel: manifest.name, target };
  const attempt = { n: 1, at: clock.now().toISOString(), outcome: state, durationMs: 0 };
  await ledger.note(key, state, { ...attempt, reason: noteReason(reason) });
}
