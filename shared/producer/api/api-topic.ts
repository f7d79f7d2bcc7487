import { isObject } from '../../domain/filter-policy/filter-policy';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { failedAnswer, type Topic, type TopicAnswer, type TopicMessage } from '../../ports/topic';
import type { Sleep } from '../publish-all';
import type { ApiAnswer } from './api-answer';
import { apiFailure, faultsOf } from './api-failure';
import type { ApiTarget } from './api-options';
import { postToApi } from './post-to-api';

/** What the API answers for one notification, or for one entry of a batch. */
interface Result {
  readonly status?: string;
  readonly messageId?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: unknown;
}

/** Publishes through the HTTP API as `snsTopic` does through SNS. Errors are thrown after three tries. */
export const apiTopic = (target: ApiTarget, sleep: Sleep): Topic => ({
  publish: async ({ body }) => {
    const answer = await postToApi(body, target, sleep);
    const { messageId } = answer.body as Result;
    if (answer.status === 202 && messageId !== undefined) return { messageId };
    throw apiFailure(answer, target);
  },
  publishBatch: async (messages) => {
    try {
      return answersOf(await postToApi(listOf(messages), target, sleep), messages, target);
    } catch (error) {
      const answer = failed(error);
      return messages.map(() => answer);
    }
  },
});

/** The bodies are JSON already: what was validated is what is sent. */
const listOf = (messages: readonly TopicMessage[]): string => `[${messages.map(({ body }) => body).join(',')}]`;

function answersOf(answer: ApiAnswer, messages: readonly TopicMessage[], target: ApiTarget): readonly TopicAnswer[] {
  const { results } = answer.body as { readonly results?: readonly Result[] };
  if (!Array.isArray(results)) throw apiFailure(answer, target);
  return results.slice(0, messages.length).map((result) => answerOf(isObject(result) ? result : {}));
}

function answerOf({ status, messageId = '', code = 'producer.failed', detail = '', errors }: Result): TopicAnswer {
  if (status === 'accepted') return { status: 'published', messageId };
  const isRefused = status === 'refused' && code === 'notification.invalid';
  const message = `the API did not accept it: ${detail}`;
  return {
    status: 'failed',
    code,
    message,
    retryable: status === 'failed',
    ...(isRefused && { faults: faultsOf(errors) }),
  };
}

/** An error without a code is a fault of ours. */
const failed = (error: unknown): TopicAnswer =>
  error instanceof CodedError
    ? failedAnswer(error)
    : { status: 'failed', code: 'producer.failed', message: String(error), retryable: false };
