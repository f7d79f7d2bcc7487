import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DeliveryKey } from '../domain/delivery/claim';
import { type Feedback, weakerThan } from '../domain/delivery/feedback';
import type { FeedbackLedger } from '../ports/feedback-ledger';
import { deliveryItemKey, PARK_ATTRIBUTES } from './ledger-items';

/** Needs `dynamodb:UpdateItem` alone. */
export const dynamodbFeedbackLedger = (client: DynamoDBClient, tableName: string): FeedbackLedger => ({
  recordFeedback: async (key, feedback) => {
    try {
      await client.send(feedbackUpdate(key, feedback, tableName));
      return 'recorded';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item && unmarshall(error.Item).tenant === key.tenant ? 'known' : 'unknown';
    }
  },
});

/** `mayRecordFeedback` as a condition. Nothing waits for a next attempt any more. */
function feedbackUpdate(key: DeliveryKey, feedback: Feedback, tableName: string): UpdateItemCommand {
  const weaker = Object.fromEntries(weakerThan(feedback.state).map((state) => [`:${state}`, state]));
  const isWeaker = Object.keys(weaker).length > 0 ? ` OR feedback.#state IN (${Object.keys(weaker).join(', ')})` : '';
  return new UpdateItemCommand({
    ...{ TableName: tableName, Key: marshall(deliveryItemKey(key)) },
    ConditionExpression: `tenant = :tenant AND (attribute_not_exists(feedback)${isWeaker})`,
    UpdateExpression: `SET #state = :state, feedback = :feedback REMOVE leaseUntil, ${PARK_ATTRIBUTES.join(', ')}`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ...{ ':tenant': key.tenant, ':state': feedback.state, ':feedback': feedback, ...weaker },
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}
