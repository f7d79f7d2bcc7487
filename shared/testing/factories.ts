import type { SQSMessageAttributes, SQSRecord, SQSRecordAttributes } from 'aws-lambda';
import { ulid } from 'ulid';
import type { Notification } from '../domain/notification/notification';
import { messageAttributes } from '../domain/notification/routing';
import { memorySealKey } from '../memory/memory-seal-keys';
import type { QueueMessage } from '../ports/channel-queue';
import type { Endpoint } from '../ports/endpoints';
import { sealWith } from '../runtime/message/message-seal';
import { queueMessage, type ReceivedMessage, receivedMessage } from '../runtime/message/received-message';
import { aSealedSecret } from './sealed';

/** A unique tenant. */
export const aTenant = (): string => `tenant-${ulid().toLowerCase()}`;

/** A valid notification with a unique id and tenant. */
export const aNotification = (overrides: Partial<Notification> = {}): Notification => ({
  specversion: '1.0',
  id: ulid(),
  source: '/shop/orders',
  type: 'order.shipped',
  time: '2026-11-23T09:30:00Z',
  datacontenttype: 'application/json',
  data: { order: '4711' },
  tenant: aTenant(),
  channels: 'email,webhook',
  severity: 'info',
  recipients: 'Ann <ann@example.com>',
  ...overrides,
});

/** The message for a notification, as SNS delivers it with raw message delivery. */
export const aMessage = (notification: Notification = aNotification()): QueueMessage => ({
  body: JSON.stringify(notification),
  attributes: messageAttributes(notification),
  groupId: notification.tenant,
});

/** An SQS message id. */
export const A_MESSAGE_ID = '059f36b4-87a3-44ab-83d2-661975830a7d';

export interface RecordOverrides {
  readonly messageId?: string;
  /** @default 1 */
  readonly receiveCount?: number;
  /** @default the start time of every TestClock */
  readonly sentAt?: Date;
}

/** The record of a Lambda SQS event that holds this message. */
export const aRecord = (message: QueueMessage = aMessage(), overrides: RecordOverrides = {}): SQSRecord => ({
  messageId: overrides.messageId ?? ulid(),
  receiptHandle: 'receipt-handle',
  body: message.body,
  attributes: systemAttributes(message, overrides),
  messageAttributes: lambdaAttributes(message),
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:carillon-test-email',
  awsRegion: 'eu-central-1',
});

/** The message as a function of this channel sends it: sealed. */
export const aSealed = (message: QueueMessage, channel = 'email'): QueueMessage =>
  sealWith(message, channel, memorySealKey());

/** The message as a function receives it from its own queue. */
export const aReceived = (message?: QueueMessage, overrides: RecordOverrides = {}): ReceivedMessage => {
  const record = aRecord(message, overrides);
  return receivedMessage(record, queueMessage(record));
};

const START = new Date('2026-11-23T09:30:00Z');

const systemAttributes = (
  { groupId }: QueueMessage,
  { receiveCount = 1, sentAt = START }: RecordOverrides,
): SQSRecordAttributes => ({
  ApproximateReceiveCount: String(receiveCount),
  SentTimestamp: String(sentAt.getTime()),
  SenderId: 'AIDAEXAMPLE',
  ApproximateFirstReceiveTimestamp: String(sentAt.getTime()),
  ...(groupId !== undefined && { MessageGroupId: groupId }),
});

const lambdaAttributes = ({ attributes }: QueueMessage): SQSMessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue }]) => [
      name,
      { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
    ]),
  );

/** The secret of `anEndpoint`. */
export const A_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const CREATED_AT = '2026-11-23T09:30:00.000Z';

/** An enabled endpoint that wants every type, and whose secret is `A_SECRET`. */
export function anEndpoint(overrides: Partial<Endpoint> = {}): Endpoint {
  const url = 'https://hooks.example.com/carillon';
  const owner = { tenant: aTenant(), id: `ep_${ulid().toLowerCase()}`, url, ...overrides };
  return {
    ...owner,
    types: ['*'],
    secrets: [aSealedSecret(A_SECRET, owner)],
    state: { enabled: true, since: CREATED_AT },
    createdAt: CREATED_AT,
    ...overrides,
  };
}

/** The state of an endpoint that an operator or the function has disabled. */
export const disabled = (reason = 'by a test') => ({ enabled: false, reason, since: CREATED_AT });
