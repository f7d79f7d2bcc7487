import type { Topic, TopicAnswer, TopicMessage } from '../../ports/topic';

export interface FakeTopic extends Topic {
  /** Everything that was stored, in the order of arrival. */
  readonly published: readonly TopicMessage[];
  /** Ids of the notifications of each batch that came in. */
  readonly batches: readonly (readonly string[])[];
}

/**
 * Stores what it gets.
 *
 * @param refusals answers for messages it does not store: by the notification's id, one for each time that it comes
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
