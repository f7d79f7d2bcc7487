import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { FEEDBACK_STATES, type Feedback } from '../../domain/delivery/feedback';
import { aKey, aTransientBounce, someFeedback } from '../../testing/ledger/ledger-fixtures';
import { dynamodbFeedbackLedger } from './dynamodb-feedback-ledger';
import { FEEDBACK_ATTRIBUTES } from './ledger-items';

const WORDS = ['SET', 'REMOVE', 'AND', 'OR', 'IN', 'attribute_not_exists', 'attribute_exists'];

/** Attributes that an expression names; of a path, the first. */
function namesOf(expression: string, { '#state': state }: Readonly<Record<string, string>>): string[] {
  const names = expression.match(/(?<![:.\w#])#?[a-zA-Z]\w*/g) ?? [];
  return names.filter((name) => !WORDS.includes(name)).map((name) => (name === '#state' ? String(state) : name));
}

/** Attributes that the only update names. */
async function attributesOf(feedback: Feedback): Promise<string[]> {
  const updates: UpdateItemCommandInput[] = [];
  const send = async ({ input }: { readonly input: object }) => {
    if ('UpdateExpression' in input) updates.push(input as UpdateItemCommandInput);
    return { Item: { tenant: { S: key.tenant }, state: { S: 'claimed' } } };
  };
  const key = aKey();
  await dynamodbFeedbackLedger({ send } as unknown as DynamoDBClient, 'ledger').recordFeedback(key, feedback);
  const [update] = updates;
  const { Key = {}, ConditionExpression = '', UpdateExpression = '', ExpressionAttributeNames = {} } = update ?? {};
  const named = namesOf(`${ConditionExpression} ${UpdateExpression}`, ExpressionAttributeNames);
  return [...new Set([...Object.keys(Key), ...named])];
}

describe('dynamodbFeedbackLedger', () => {
  it('uses exactly the attributes that its permission allows', async () => {
    const named = await Promise.all(
      [...FEEDBACK_STATES.map((state) => someFeedback(state)), aTransientBounce()].map(attributesOf),
    );
    expect([...new Set(named.flat())].toSorted()).toEqual([...FEEDBACK_ATTRIBUTES].toSorted());
  });
});
