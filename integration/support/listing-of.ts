import { dynamodbListing } from '../../shared/aws/dynamodb/dynamodb-listing';
import { dynamodbListingDetails } from '../../shared/aws/dynamodb/dynamodb-listing-details';
import { systemClock } from '../../shared/ports/clock';
import { dynamodb, state } from './harness';

/** Ports of lists on the applied stack. */
export const listPorts = {
  listing: dynamodbListing(dynamodb, state.outputs.listing_table),
  details: dynamodbListingDetails(dynamodb, state.outputs.ledger_table),
  clock: systemClock,
};
