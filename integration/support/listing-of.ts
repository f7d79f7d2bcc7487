import { ulid } from 'ulid';
import { dynamodbListing } from '../../shared/aws/dynamodb/dynamodb-listing';
import { dynamodbListingDetails } from '../../shared/aws/dynamodb/dynamodb-listing-details';
import { dynamodbReplayRuns } from '../../shared/aws/dynamodb/dynamodb-replay-runs';
import { systemClock } from '../../shared/ports/clock';
import { dynamodb, state } from './harness';

/** Ports of lists on the applied stack. */
export const listPorts = {
  listing: dynamodbListing(dynamodb, state.outputs.listing_table),
  details: dynamodbListingDetails(dynamodb, state.outputs.ledger_table),
  clock: systemClock,
};

/** Ports that begin and read replays there. */
export const replayPorts = {
  ...listPorts,
  runs: dynamodbReplayRuns(dynamodb, state.outputs.listing_table),
  newId: () => ulid(),
};
