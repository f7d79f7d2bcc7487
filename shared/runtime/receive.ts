import type { SQSRecord } from 'aws-lambda';
import { FORGED } from '../domain/manifest/channel';
import type { ChannelDependencies } from './channel-dependencies';
import { authenticated } from './message/message-seal';
import { queueMessage, type ReceivedMessage, receivedMessage } from './message/received-message';

/**
 * A record as a message of this service. Carillon's own attributes count only where one of our functions, or an operator,
 * has sealed them. Throws where the clock of this function is behind that of SQS: its claims would count as expired.
 */
export async function receive(record: SQSRecord, dependencies: ChannelDependencies): Promise<ReceivedMessage> {
  assertClock(record, dependencies);
  const { manifest, sealKeys, log } = dependencies;
  const sealing = { channel: manifest.name, keys: sealKeys };
  const { message, isForged } = await authenticated(queueMessage(record), sealing);
  if (isForged) log.error(FORGED, { channel: manifest.name, messageId: record.messageId });
  return receivedMessage(record, message);
}

/** The clocks of AWS differ by less. */
const MAX_BEHIND_MS = 5_000;

/** SQS says when it took the message, so a clock before that time is behind. */
function assertClock({ attributes }: SQSRecord, { clock }: ChannelDependencies): void {
  const behindMs = Number(attributes.SentTimestamp) - clock.now().getTime();
  if (behindMs > MAX_BEHIND_MS) throw new Error(`the clock of this function is ${behindMs} ms behind that of SQS`);
}
