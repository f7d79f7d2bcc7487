import { setTimeout as sleep } from 'node:timers/promises';
import { PublishCommand } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { isFinal } from '../../shared/domain/delivery/claim';
import type { Notification } from '../../shared/domain/notification/notification';
import { type MessageAttributes, messageAttributes } from '../../shared/domain/notification/routing';
import { newEndpoint, newEndpointId } from '../../shared/operations/endpoints/new-endpoint';
import { newSecret } from '../../shared/operations/endpoints/new-secret';
import type { Endpoint } from '../../shared/ports/endpoints';
import type { NotificationHistory } from '../../shared/ports/ledger';
import type { Receiver } from '../../tools/local/demo/receiver';
import type { ReceivedMail } from '../../tools/local/emulator';
import { endpoints, inbox, keys, lacks, ledger, sns, sqs, state } from './harness';

/** Publishes without our SDK, as a producer in any language would: JSON and message attributes. */
export async function publish(notification: Notification, attributes?: MessageAttributes): Promise<void> {
  await publishText(JSON.stringify(notification), attributes ?? messageAttributes(notification));
}

export async function publishText(Message: string, attributes: MessageAttributes): Promise<void> {
  const MessageAttributes = { ...attributes };
  await sns.send(new PublishCommand({ TopicArn: state.outputs.topic_arn, Message, MessageAttributes }));
}

/** Polls `read` until `until` accepts its result; fails with the last result. */
export async function eventually<Value>(
  read: () => Promise<Value>,
  until: (value: Value) => boolean,
  timeoutMs = 40_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (until(value)) return value;
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(value, null, 1)}`);
    await sleep(150);
  }
}

/** Waits until the notification is recorded and has this many final deliveries; returns its history. */
export const settled = (id: string, deliveries: number): Promise<NotificationHistory> =>
  eventually(
    () => ledger.history(id),
    (history) =>
      history.event !== undefined &&
      history.deliveries.length >= deliveries &&
      history.deliveries.every(({ state }) => isFinal(state)),
  );

/** Form of a message for comparison: its bytes, or its content where the target lacks `exact-bytes`. */
export const asKept = (text: string | undefined): unknown =>
  text === undefined || !lacks('exact-bytes') ? text : JSON.parse(text);

/** Channel, target and state of each delivery, in order. */
export const states = ({ deliveries }: NotificationHistory): string[] =>
  deliveries.map(({ channel, target, state }) => [channel, target, state].filter(Boolean).join(' ')).sort();

/** Waits for this many mails to the address. */
export const mailsTo = (address: string, count = 1): Promise<readonly ReceivedMail[]> =>
  eventually(
    async () => (await inbox()).filter(({ to }) => to.some((box) => box.includes(address))),
    (mails) => mails.length >= count,
  );

/** An endpoint of this receiver, registered in the directory; its path is its id. */
export async function register(
  receiver: Receiver,
  tenant: string,
  types: readonly string[] = ['*'],
): Promise<Endpoint> {
  const sealing = { key: await keys.current('endpoints'), now: new Date() };
  const id = newEndpointId(sealing.now);
  const secret = newSecret({ asymmetric: false });
  receiver.trust(`/${id}`, secret);
  const request = { tenant, types, url: receiver.url(`/${id}`), secret, headers: [] };
  const endpoint = newEndpoint(request, sealing, id);
  await endpoints.save(endpoint);
  return endpoint;
}

export const queueUrl = async (part: string): Promise<string> =>
  (await sqs.send(new GetQueueUrlCommand({ QueueName: `carillon-local-${part}` }))).QueueUrl ?? '';

/** Sends a duplicate to a channel's queue, as SNS's at-least-once delivery may. */
export async function sendTo(part: string, notification: Notification): Promise<void> {
  const MessageAttributes = { ...messageAttributes(notification) };
  const MessageBody = JSON.stringify(notification);
  await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(part), MessageBody, MessageAttributes }));
}

/** Waits for this many dead letters whose body contains `text`, and deletes them from the queue. */
export async function takeDeadLetters(part: string, text: string, count = 1): Promise<readonly Message[]> {
  const QueueUrl = await queueUrl(part);
  return eachDeadLetter(QueueUrl, text, count, async () => {});
}

/**
 * Waits for this many dead letters of a channel whose body contains `text`, and redrives them one by one, as
 * docs/runbook.md says: with all attributes and the message group, and deleted only after the send.
 */
export async function redrive(channel: string, text: string, count = 1): Promise<void> {
  const [QueueUrl, deadLetters] = [await queueUrl(channel), await queueUrl(`${channel}-dlq`)];
  await eachDeadLetter(deadLetters, text, count, async ({ Body: MessageBody, MessageAttributes, Attributes }) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes, ...Attributes }));
  });
}

/** Leaves other messages in the queue: scenarios run concurrently, and some leave hundreds. */
async function eachDeadLetter(
  QueueUrl: string,
  text: string,
  count: number,
  handle: (letter: Message) => Promise<void>,
): Promise<readonly Message[]> {
  const handled: Message[] = [];
  const round = async () => {
    const letters = await receiveAll(QueueUrl);
    const wanted = letters.filter(({ Body }) => Body?.includes(text));
    const others = letters.filter((letter) => !wanted.includes(letter));
    await Promise.all(others.map(({ ReceiptHandle }) => putBack(QueueUrl, ReceiptHandle)));
    for (const letter of wanted) {
      await handle(letter);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: letter.ReceiptHandle }));
    }
    return handled.push(...wanted);
  };
  await eventually(round, (length) => length >= count);
  return handled;
}

/** All messages of a queue that are visible now; receiving hides them from other scenarios for 10 s. */
async function receiveAll(QueueUrl: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages);
  }
}

const putBack = (QueueUrl: string, ReceiptHandle: string | undefined) =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

export const reasonOf = (message: Message | undefined): string | undefined =>
  message?.MessageAttributes?.carillonreason?.StringValue;
