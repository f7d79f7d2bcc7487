import { SNSClient } from '@aws-sdk/client-sns';
import { channels } from '../../../handlers';
import {
  type LineResult,
  type PublishRequest,
  publishEntries,
} from '../../../shared/operations/publish/publish-entries';
import { sleepWithJitter } from '../../../shared/producer/sleep-with-jitter';
import { topicOf } from '../../../shared/producer/topic-of';
import { readEntries } from '../input/read-entries';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import { connectStack } from '../stack/connect-stack';
import { unknownTypesOf } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';

type Publish = (request: Omit<PublishRequest, 'entries' | 'unknownTypes'>) => Promise<readonly LineResult[]>;

/**
 * Reads the input, connects to the stack, and warns of unknown types where the stack takes them.
 *
 * @returns what publishes the entries to the topic of the stack
 * @throws CodedError as reading the input and connecting to the stack do
 */
export async function openPublish(file: string, named: string | undefined, terminal: Terminal): Promise<Publish> {
  const entries = await readEntries(file, terminal);
  const { outputs, clientConfig } = await connectStack(named, terminal);
  const unknownTypes = unknownTypesOf(outputs);
  const topic = topicOf({ topicArn: outputs.topic_arn, client: new SNSClient(clientConfig) });
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const ports = { topic, channels, clock: terminal.clock, sleep: sleepWithJitter };
  return (request) => publishEntries({ ...request, entries, unknownTypes }, ports);
}
