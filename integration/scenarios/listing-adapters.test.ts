import { dynamodbListing } from '../../shared/aws/dynamodb/dynamodb-listing';
import { dynamodbListingWriter } from '../../shared/aws/dynamodb/dynamodb-listing-writer';
import { dynamodbReplayRuns } from '../../shared/aws/dynamodb/dynamodb-replay-runs';
import { describeListingContract } from '../../shared/testing/listing-contract';
import { describeReplayRunsContract } from '../../shared/testing/replay-runs-contract';
import { dynamodb, state } from '../support/harness';

const table = state.outputs.listing_table;

describeListingContract('DynamoDB', () => ({
  writer: dynamodbListingWriter(dynamodb, table),
  reader: dynamodbListing(dynamodb, table),
}));

describeReplayRunsContract('DynamoDB', () => dynamodbReplayRuns(dynamodb, table));
