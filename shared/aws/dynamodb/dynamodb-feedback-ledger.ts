import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Delivery, type DeliveryKey, NOT_SENT_STATES } from '../../domain/delivery/claim';
import { type Feedback, weakerThan } from '../../domain/delivery/feedback';
import type { FeedbackLedger } from '../../ports/feedback-ledger';
import { deliveryStateGet } from './delivery-commands';
import { deliveryItemKey, PARK_ATTRIBUTES } from './ledger-items';

/**
 * Needs `dynamodb:GetItem` and `UpdateItem`. Nearly every `sent` event comes after our own record of it, so it is read
 * before it is written: a read costs a fifth of a write that its condition refuses.
 */
export const dynamodbFeedbackLedger = (client: DynamoDBClient, tableName: string): FeedbackLedger => ({
  recordFeedback: async (key, feedback) => {
    if (feedback.state === 'sent') {
      const { Item } = await client.send(deliveryStateGet(key, tableName));
      const existing = Item && (unmarshall(Item) as Pick<Delivery, 'tenant' | 'state'>);
      if (existing?.tenant !== key.tenant) return 'unknown';
      if (!NOT_SENT_STATES.includes(existing.state)) return 'known';
    }
    const recorded = await written(client.send(feedbackUpdate(key, feedback, tableName)), key);
    if (recorded !== 'known' || feedback.transient === undefined) return recorded;
    return written(client.send(returnedUpdate(key, feedback, tableName)), key);
  },
});

async function written(write: Promise<unknown>, { tenant }: DeliveryKey): Promise<'recorded' | 'known' | 'unknown'> {
  try {
    await write;
    return 'recorded';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item && unmarshall(error.Item).tenant === tenant ? 'known' : 'unknown';
  }
}

const NOT_SENT = Object.fromEntries(NOT_SENT_STATES.map((state) => [`:was_${state}`, state]));

/** Excludes feedback about a mail before a redrive, which does not apply to the mail of the redrive. */
function isOfThisMail({ state }: Feedback): string {
  const isAfter = (name: string) => ` AND (attribute_not_exists(${name}) OR ${name} < :at)`;
  if (state === 'sent') return isAfter('refusedAt');
  return state === 'rejected' ? isAfter('redrive') + isAfter('refusedAt') : '';
}

/** `mayRecordFeedback` as a condition. Also removes claim and parked message: there is no next attempt. */
function feedbackUpdate(key: DeliveryKey, feedback: Feedback, tableName: string): UpdateItemCommand {
  const { condition, values } = isNewsOver(feedback);
  const isNews = feedback.state === 'sent' ? ` AND #state IN (${Object.keys(NOT_SENT).join(', ')})` : '';
  const isOfMail = isOfThisMail(feedback);
  const { transient, at, reason } = feedback;
  return new UpdateItemCommand({
    TableName: tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: `tenant = :tenant AND (attribute_not_exists(feedback)${condition})${isNews}${isOfMail}`,
    UpdateExpression: `SET #state = :state, feedback = :feedback${transient ? ', returned = :returned' : ''} REMOVE leaseUntil, notBefore, ${PARK_ATTRIBUTES.join(', ')}`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':tenant': key.tenant,
      ':state': feedback.state,
      ':feedback': feedback,
      ...values,
      ...(isNews && NOT_SENT),
      ...(isOfMail && { ':at': feedback.at }),
      ...(transient && { ':returned': { at, reason } }),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

/** `outranks` as a condition, for a delivery that has feedback. A transient bounce is one with the member `transient`. */
function isNewsOver(feedback: Feedback): { condition: string; values: Readonly<Record<string, string>> } {
  const weaker = weakerThan(feedback);
  const states = weaker.filter(({ transient }) => !transient).map(({ state }) => state);
  const isBounced = 'feedback.#state = :bounced AND attribute_exists(feedback.transient)';
  const isTransient = weaker.some(({ transient }) => transient) && !states.includes('bounced');
  return {
    condition: [
      ...(states.length > 0 ? [` OR feedback.#state IN (${states.map((state) => `:${state}`).join(', ')})`] : []),
      ...(isTransient ? [` OR (${isBounced})`] : []),
    ].join(''),
    values: Object.fromEntries([...states, ...(isTransient ? ['bounced'] : [])].map((state) => [`:${state}`, state])),
  };
}

/** `mayNoteReturn` as a condition. */
const returnedUpdate = (key: DeliveryKey, { at, reason }: Feedback, tableName: string): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: 'tenant = :tenant AND (attribute_not_exists(returned) OR returned.#at < :at)',
    UpdateExpression: 'SET returned = :returned',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: marshall({ ':tenant': key.tenant, ':at': at, ':returned': { at, reason } }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
