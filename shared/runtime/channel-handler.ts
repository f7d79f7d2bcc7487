import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type Rejected, rejected, type Suppressed } from '../domain/delivery/outcome';
import { STRAY } from '../domain/manifest/channel';
import type { Notification } from '../domain/notification/notification';
import type { ChannelDependencies } from './channel-dependencies';
import { examine } from './examine';
import { faultSummary } from './fault-summary';
import { type Invocation, invocationOf, type TimeLeft } from './invocation';
import { mayHaveBegun, type ReceivedMessage } from './message/received-message';
import { partialBatchResponse } from './partial-batch-response';
import { receive } from './receive';
import { refuse } from './refuse';

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
   * Whether anything is recorded of a delivery of this notification. A delivery that began under an earlier filter policy,
   * and that a crash gave back, is finished under any: otherwise its claim would stay without limit.
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

/**
 * The Lambda handler of a channel: takes each record of a batch through the steps in `docs/record-to-response.md`. Records
 * are handled concurrently; one that throws, or that is not finished when the function's time runs out, is reported in the
 * partial batch response and comes back after the visibility timeout. The others are acknowledged.
 *
 * @see AWS Lambda Developer Guide, "Implementing partial batch responses"
 */
export function createChannelHandler(dependencies: ChannelDependencies, handlers: ChannelHandlers) {
  return async (event: SQSEvent, context?: TimeLeft): Promise<SQSBatchResponse> => {
    const invocation = invocationOf(context);
    const handle = async (record: SQSRecord) =>
      handleMessage(await receive(record, dependencies), dependencies, handlers, invocation);
    return partialBatchResponse(event.Records, handle, invocation, dependencies);
  };
}

async function handleMessage(
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
    const { id, tenant, type = UNKNOWN_TYPE, faults } = examination;
    const outcome = rejected(faultSummary(faults));
    if (await handlers.endBegun?.({ id, tenant, type }, message, outcome, invocation)) return;
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
