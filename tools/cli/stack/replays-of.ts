import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbReplayRuns } from '../../../shared/aws/dynamodb/dynamodb-replay-runs';
import type { ReplayRuns } from '../../../shared/ports/replay-runs';
import { orAwsFailure } from './aws-failure';
import type { StackConnection } from './connect-stack';

/** The runs that a command begins, reads and stops. Their AWS calls fail as in `orAwsFailure`. */
export function replaysOf({ outputs, clientConfig }: StackConnection): Pick<ReplayRuns, 'begin' | 'read' | 'stop'> {
  const table = outputs.listing_table;
  const runs = dynamodbReplayRuns(new DynamoDBClient(clientConfig), table);
  return {
    begin: (run) => orAwsFailure(runs.begin(run), `writing to table ${table}`),
    read: (key) => orAwsFailure(runs.read(key), `reading table ${table}`),
    stop: (key, now) => orAwsFailure(runs.stop(key, now), `writing to table ${table}`),
  };
}
