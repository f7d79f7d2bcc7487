import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb-ledger-reader';
import { cachedDataKeys } from '../../../shared/runtime/cached-data-keys';
import { type SealKeys, sealKeysOf, sealMessage } from '../../../shared/runtime/message-seal';
import { keyStoreOf } from '../endpoints/desk';
import type { ReplayOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack, type StackConnection } from '../stack/connect-stack';
import { canonicalId, isUnknown, unknownId } from '../status/unknown-id';
import type { Terminal } from '../terminal';
import { formatReplay } from './format-replay';
import { planReplay, type ReplayPlan } from './plan-replay';
import { refuseEmpty } from './refuse-empty';
import { refuseUnknownChannel, refuseUnknownTarget } from './refuse-unknown';

/**
 * @throws CodedError `cli.unknown_channel`, `cli.unknown_id`, `cli.unknown_target`, `cli.nothing_to_replay`; as connecting
 * to the stack, reading its table and sending do
 */
export async function replayNotification(id: string, options: ReplayOptions, terminal: Terminal): Promise<void> {
  refuseUnknownChannel(options);
  const connection = await connectStack(options.outputs, terminal);
  const table = connection.outputs.ledger_table;
  const reader = dynamodbLedgerReader(new DynamoDBClient(connection.clientConfig), table);
  const history = await orAwsFailure(reader.history(canonicalId(id)), `reading table ${table}`);
  if (isUnknown(history)) throw unknownId(id, table);
  refuseUnknownTarget(id, history, options);
  const plan = planReplay(history, options, new Date());
  refuseEmpty(id, history, plan, options);
  const keys = sealKeysOf(cachedDataKeys({ store: keyStoreOf(connection), clock: terminal.clock }));
  if (options.yes) for (const message of plan.messages) await send(message, keys, connection);
  terminal.print(formatReplay(plan, options));
}

type Replayed = ReplayPlan['messages'][number];

async function send({ channel, ...message }: Replayed, keys: SealKeys, connection: StackConnection): Promise<void> {
  const { outputs, clientConfig } = connection;
  const sqs = new SQSClient({ ...clientConfig, useQueueUrlAsEndpoint: false });
  const QueueName = outputs.topic_arn.slice(outputs.topic_arn.lastIndexOf(':') + 1).replace(/notifications$/, channel);
  const what = `sending to queue ${QueueName}`;
  const { QueueUrl } = await orAwsFailure(sqs.send(new GetQueueUrlCommand({ QueueName })), what);
  const { body, attributes, groupId } = await sealMessage(message, { channel, keys });
  const request = { QueueUrl, MessageBody: body, MessageAttributes: { ...attributes }, MessageGroupId: groupId };
  await orAwsFailure(sqs.send(new SendMessageCommand(request)), what);
}
