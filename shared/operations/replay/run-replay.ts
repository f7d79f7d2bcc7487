import { groupBy } from '../../domain/kit/chunks/group-by';
import { CodedError } from '../../domain/kit/errors/coded-error';
import type { SourceQueue } from '../../ports/channel-queue';
import type { ReplayPlan } from './replay-plan';

export interface RunReplayPorts {
  /** The source queue of a channel. */
  openQueue(channel: string): Promise<SourceQueue>;
}

/**
 * Sends the planned messages, channel by channel.
 *
 * @throws CodedError `cli.replay_incomplete` if a queue refused a message: later channels got none; errors of opening
 * the queue
 */
export async function runReplay({ messages }: Pick<ReplayPlan, 'messages'>, ports: RunReplayPorts): Promise<void> {
  for (const [channel, own] of groupBy(messages, (message) => message.channel)) {
    const queue = await ports.openQueue(channel);
    const answers = await queue.offer(own.map(({ channel: _, ...message }) => message));
    const [refusal, ...others] = answers.filter((answer) => answer !== undefined);
    if (refusal !== undefined) throw incomplete(channel, 1 + others.length, own.length, refusal);
  }
}

const incomplete = (channel: string, refused: number, all: number, refusal: string): CodedError =>
  new CodedError(
    'cli.replay_incomplete',
    `${refused} of ${all} deliveries could not be sent to the queue of channel ${channel}: ${refusal}`,
    'run the replay again: it leaves out deliveries that were made since',
  );
