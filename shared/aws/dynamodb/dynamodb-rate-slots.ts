import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { firstFreeMs, intervalMs, type SlotRequest, slotTimes, takeSlots } from '../../domain/delivery/rate-slots';
import type { RateSlots } from '../../ports/rate-slots';
import { rateKey } from './directory-items';

/** Each failed try is a race with another function's write; more than this in a row indicates a bug. */
const MAX_TRIES = 10;

/** Result of a write, and the next free slot after it; undefined if the item does not exist. */
interface Written {
  readonly isTaken: boolean;
  readonly nextMs: number | undefined;
}

/** Takes slots by one write if the line is busy, by two after a pause or if few slots are left; reads nothing. */
export function dynamodbRateSlots(client: DynamoDBClient, tableName: string): RateSlots {
  const update = async (key: string, write: SlotWrite): Promise<Written> => {
    const input = { TableName: tableName, Key: marshall(rateKey(key)), ...write };
    const returns = { ReturnValues: 'UPDATED_NEW', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    try {
      const { Attributes = {} } = await client.send(new UpdateItemCommand({ ...input, ...returns }));
      return { isTaken: true, nextMs: Number(unmarshall(Attributes).nextMs) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { isTaken: false, nextMs: error.Item && Number(unmarshall(error.Item).nextMs) };
    }
  };
  /** `takeSlots` for the whole request, as two conditions of which at most one holds at any moment. */
  const tryTake = async (key: string, request: SlotRequest): Promise<Written> => {
    const inLine = await update(key, nextInLine(request));
    const isOver = inLine.nextMs === undefined || inLine.nextMs < freeMs(request);
    return inLine.isTaken || !isOver ? inLine : update(key, afterPause(request));
  };
  return {
    take: async (key, request) => {
      let nextMs: number | undefined;
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        const { count } = takeSlots(nextMs, request);
        if (count === 0) return [];
        const some = { ...request, count };
        const written = await tryTake(key, some);
        nextMs = written.nextMs;
        if (written.isTaken) return slotTimes((nextMs ?? 0) - lengthMs(some), count, request.ratePerSecond);
      }
      throw new Error(`no slot could be taken in ${MAX_TRIES} tries`);
    },
  };
}

type SlotWrite = Pick<UpdateItemCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

const freeMs = (request: SlotRequest): number => Math.floor(firstFreeMs(request));
const lengthMs = ({ count, ratePerSecond }: SlotRequest): number => Math.ceil(count * intervalMs(ratePerSecond));

/** Condition: other deliveries wait, and the last of the requested slots is not too late. */
const nextInLine = (request: SlotRequest): SlotWrite => ({
  UpdateExpression: 'ADD nextMs :length',
  ConditionExpression: 'nextMs BETWEEN :free AND :latest',
  ExpressionAttributeValues: marshall({
    ':length': lengthMs(request),
    ':free': freeMs(request),
    ':latest': Math.floor(request.untilMs - (request.count - 1) * intervalMs(request.ratePerSecond)),
  }),
});

const afterPause = (request: SlotRequest): SlotWrite => ({
  UpdateExpression: 'SET nextMs = :next',
  ConditionExpression: 'attribute_not_exists(pk) OR nextMs < :free',
  ExpressionAttributeValues: marshall({
    ':next': freeMs(request) + lengthMs(request),
    ':free': freeMs(request),
  }),
});
