import type { SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { aRecord } from '../../../shared/testing/factories';
import { receiveAll } from '../../local/receive-all';
import type { FunctionProcess } from '../function/function-process';

/** SQS calls of the event source mapping for one invocation: receive a batch, delete handled messages. */
export const POLLER_REQUESTS = 2;

/** Passes messages to a function in batches, then those it sends to its own queue, until none is left. */
export function eventSource(running: FunctionProcess, sqs: SQSClient, queueUrl: string) {
  const invoke = async (messages: readonly QueueMessage[]) => {
    const { result, peakMegabytes } = await running.invoke(messages.map((message) => aRecord(message)));
    if (result.batchItemFailures.length > 0) throw new Error(`${result.batchItemFailures.length} records failed`);
    return peakMegabytes;
  };
  return async (messages: readonly QueueMessage[], batchSize: number) => {
    let [invocations, peakMegabytes] = [0, 0];
    for (let left = [...messages]; left.length > 0; left = await receiveAll(sqs, queueUrl)) {
      while (left.length > 0) {
        peakMegabytes = await invoke(left.splice(0, batchSize));
        invocations++;
      }
    }
    return { invocations, peakMegabytes };
  };
}
