import type { Topic, TopicAnswer, TopicMessage } from '../../ports/topic';

export interface FakeTopic extends Topic {
  /** All stored messages, in the order of arrival. */
  readonly published: readonly TopicMessage[];
  /** Notification ids of each received batch. */
  readonly batches: readonly (readonly string[])[];
}

/**
 * In-memory topic that stores messages.
 *
 * @param refusals answers for messages that are not stored: by notification id, one for each publish
 */
export function fakeTopic(refusals: Readonly<Record<string, readonly TopicAnswer[]>> = {}): FakeTopic {
  const published: TopicMessage[] = [];
  const batches: string[][] = [];
  const open = new Map(Object.entries(refusals).map(([id, answers]) => [id, [...answers]]));
  const store = (message: TopicMessage) => ({ messageId: `message-${published.push(message)}` });
  return {
    published,
    batches,
    publish: async (message) => store(message),
    publishBatch: async (messages) => {
      batches.push(messages.map(idOf));
      return messages.map((message) => open.get(idOf(message))?.shift() ?? { status: 'published', ...store(message) });
    },
  };
}

const idOf = ({ body }: TopicMessage): string => JSON.parse(body).id;
