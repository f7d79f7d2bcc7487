import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sqsSourceQueue } from '../../../shared/aws/sqs/sqs-channel-queue';
import type { SourceQueue } from '../../../shared/ports/channel-queue';
import { cachedDataKeys } from '../../../shared/runtime/keys/cached-data-keys';
import { sealKeysOf } from '../../../shared/runtime/message/message-seal';
import { sealedSources } from '../../../shared/runtime/message/sealed-queue';
import { orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';
import { keyStoreOf } from '../stack/key-store-of';
import type { Terminal } from '../terminal';

const REQUESTS_AT_ONCE = 4;

/** The source queue of a channel; seals every message. @throws CodedError as finding the queue does */
export async function openChannelQueue(
  channel: string,
  connection: StackConnection,
  { clock }: Pick<Terminal, 'clock'>,
): Promise<SourceQueue> {
  const { outputs, clientConfig } = connection;
  const sqs = new SQSClient({ ...clientConfig, useQueueUrlAsEndpoint: false });
  const QueueName = outputs.topic_arn.slice(outputs.topic_arn.lastIndexOf(':') + 1).replace(/notifications$/, channel);
  const found = await orAwsFailure(sqs.send(new GetQueueUrlCommand({ QueueName })), `finding queue ${QueueName}`);
  const source = sqsSourceQueue(sqs, found.QueueUrl ?? '', REQUESTS_AT_ONCE);
  const keys = sealKeysOf(cachedDataKeys({ store: keyStoreOf(connection), clock }));
  return sealedSources({ [channel]: source }, keys)[channel] as SourceQueue;
}
