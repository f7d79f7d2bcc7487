import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type Rejected, rejected, type Suppressed } from '../domain/delivery/outcome';
import { STRAY } from '../domain/manifest/channel';
import type { Notification } from '../domain/notification/notification';
import type { ChannelDependencies } from './channel-dependencies';
import { examine } from './examine';
import { faultSummary } from './fault-summary';
import { type Invocation, invocationOf, type TimeLeft } from './invocation';
import { mayHaveOpenDeliveries, type ReceivedMessage } from './message/received-message';
import { partialBatchResponse } from './partial-batch-response';
import { receive } from './receive';
import { refuse } from './refuse';

export interface ChannelHandlers {
  /**
   * Delivers a notification, and passes on each failed delivery (retry, park or dead-letter). Resolving acknowledges
   * the message.
   */
  readonly onNotification: (
    notification: Notification,
    message: ReceivedMessage,
    invocation: Invocation,
  ) => Promise<void>;
  /** Handles a delivery message for one target. Only channels that fan out have it. */
  readonly onDelivery?: (message: ReceivedMessage, target: string, invocation: Invocation) => Promise<void>;
  /**
   * Whether a delivery of this notification is open. One that a crash interrupted is finished even if a changed filter
   * policy no longer matches: otherwise its claim would stay open without limit.
   */
  readonly hasOpenDelivery?: (notification: Notification) => Promise<boolean>;
  /**
   * Ends the open delivery that the message is for alone (`only`), when it cannot be attempted any more. Otherwise the
   * sweeper would bring the message back for as long as the delivery is open. Returns false if the message has to be
   * handled like any other.
   */
  readonly endOpenDelivery?: (
    event: EventIdentity,
    message: ReceivedMessage,
    outcome: Suppressed | Rejected,
    invocation: Invocation,
  ) => Promise<boolean>;
}

/** The fields of a notification that are known even when it is refused. */
export type EventIdentity = Pick<Notification, 'id' | 'tenant' | 'type'>;

/**
 * The Lambda handler of a channel: takes each record of a batch through the steps in `docs/record-to-response.md`.
 * Records are handled concurrently. A record that throws, or is not finished when the function's time runs out, is
 * reported in the partial batch response: SQS hands it out again after the visibility timeout. The others are
 * acknowledged.
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
    if (await handlers.endOpenDelivery?.({ id, tenant, type }, message, outcome, invocation)) return;
    return refuse(message, examination, dependencies);
  }
  const { notification } = examination;
  if (
    examination.kind === 'stray' &&
    !(mayHaveOpenDeliveries(message) && (await handlers.hasOpenDelivery?.(notification)))
  ) {
    return logStray(notification, dependencies);
  }
  return handlers.onNotification(notification, message, invocation);
}

/** The type in the log line of a delivery whose notification cannot be parsed any more. */
const UNKNOWN_TYPE = '?';

const logStray = ({ id, tenant, type }: Notification, { log, manifest }: ChannelDependencies): void =>
  log.info(STRAY, { channel: manifest.name, notificationId: id, tenant, type });
