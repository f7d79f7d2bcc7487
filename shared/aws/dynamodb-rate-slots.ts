import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { firstFreeMs, intervalMs, type SlotRequest } from '../domain/delivery/rate-slots';
import type { RateSlots } from '../ports/rate-slots';
import { rateKey } from './directory-items';

/** Each failed write says that somebody else wrote, so this many in a row come of nothing but a fault. */
const MAX_TRIES = 10;

/** One write where slots are in demand, two after a pause, and no read. */
export function dynamodbRateSlots(client: DynamoDBClient, tableName: string): RateSlots {
  const update = async (key: string, UpdateExpression: string, ConditionExpression: string, values: object) => {
    const ExpressionAttributeValues = marshall(values);
    const input = { TableName: tableName, Key: marshall(rateKey(key)), UpdateExpression, ConditionExpression };
    try {
      const command = new UpdateItemCommand({ ...input, ExpressionAttributeValues, ReturnValues: 'UPDATED_NEW' });
      const { Attributes = {} } = await client.send(command);
      return Number(unmarshall(Attributes).nextMs);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  /** `takeSlots` in two conditions, of which one holds at any moment. */
  const tryTake = async (key: string, request: SlotRequest): Promise<number | undefined> => {
    const [taken, free] = [
      Math.ceil(request.count * intervalMs(request.ratePerSecond)),
      Math.floor(firstFreeMs(request)),
    ];
    const next =
      (await update(key, 'ADD nextMs :taken', 'nextMs >= :free', { ':taken': taken, ':free': free })) ??
      (await update(key, 'SET nextMs = :next', 'attribute_not_exists(pk) OR nextMs < :free', {
        ...{ ':next': free + taken, ':free': free },
      }));
    return next === undefined ? undefined : next - taken;
  };
  return {
    take: async (key, request) => {
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        const first = await tryTake(key, request);
        if (first !== undefined) return first;
      }
      throw new Error(`no slot could be taken in ${MAX_TRIES} tries`);
    },
  };
}
