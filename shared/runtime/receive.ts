import type { SQSRecord } from 'aws-lambda';
import { FORGED } from '../domain/manifest/channel';
import type { ChannelDependencies } from './channel-dependencies';
import { authenticated } from './message/message-seal';
import { queueMessage, type ReceivedMessage, receivedMessage } from './message/received-message';

/**
 * Converts an SQS record to a message of this service. Carillon's own attributes count only if one of its functions, or
 * an operator, has sealed them. Throws if this function's clock is behind the clock of SQS: its claims would count as
 * expired.
 */
export async function receive(record: SQSRecord, dependencies: ChannelDependencies): Promise<ReceivedMessage> {
  assertClock(record, dependencies);
  const { manifest, sealKeys, log } = dependencies;
  const sealing = { channel: manifest.name, keys: sealKeys };
  const { message, isForged } = await authenticated(queueMessage(record), sealing);
  if (isForged) log.error(FORGED, { channel: manifest.name, messageId: record.messageId });
  return receivedMessage(record, message);
}

/** More than the clock skew between AWS services. */
const MAX_BEHIND_MS = 5_000;

/** `SentTimestamp` is when SQS received the message, so a clock before that time is behind. */
function assertClock({ attributes }: SQSRecord, { clock }: ChannelDependencies): void {
  const behindMs = Number(attributes.SentTimestamp) - clock.now().getTime();
  if (behindMs > MAX_BEHIND_MS) throw new Error(`the clock of this function is ${behindMs} ms behind that of SQS`);
}
