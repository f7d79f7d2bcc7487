import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodbCircuits } from './dynamodb-circuits';

const counted = {
  endpoint: 'ep_1',
  failures: 6,
  failingSince: '2026-11-23T09:00:00Z',
  lastFailureAt: '2026-11-23T09:30:00Z',
};
const error = { $metadata: {}, message: '' };
const UNDER_WAY = new TransactionConflictException(error);
const NOT_SO = new ConditionalCheckFailedException(error);
const IS_THERE = new TransactionCanceledException({
  ...error,
  CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
});

test('a failure is counted even if another function opens the circuit concurrently', async () => {
  const answers = [UNDER_WAY, NOT_SO, IS_THERE];
  const send = async () => {
    const answer = answers.shift();
    if (answer) throw answer;
    return { Attributes: marshall(counted) };
  };
  const circuits = dynamodbCircuits({ send } as unknown as DynamoDBClient, 'directory');
  expect(await circuits.fail('acme', 'ep_1', 1, counted.lastFailureAt)).toEqual(counted);
  expect(answers).toEqual([]);
});
