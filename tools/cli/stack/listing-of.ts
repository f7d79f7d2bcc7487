import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbListing } from '../../../shared/aws/dynamodb/dynamodb-listing';
import { dynamodbListingDetails } from '../../../shared/aws/dynamodb/dynamodb-listing-details';
import type { ListingDetails, ListingReader } from '../../../shared/ports/listing';
import { orAwsFailure } from './aws-failure';
import type { StackConnection } from './connect-stack';

/** Ports of lists. Their AWS calls fail as in `orAwsFailure`. */
export function listingOf({ outputs, clientConfig }: StackConnection): {
  readonly listing: ListingReader;
  readonly details: ListingDetails;
} {
  const { listing_table, ledger_table } = outputs;
  const dynamodb = new DynamoDBClient(clientConfig);
  const [reader, ledger] = [dynamodbListing(dynamodb, listing_table), dynamodbListingDetails(dynamodb, ledger_table)];
  const ofLedger = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${ledger_table}`);
  return {
    listing: { rows: (list, range) => orAwsFailure(reader.rows(list, range), `reading table ${listing_table}`) },
    details: {
      deliveriesOf: (tenant, ids, limit) => ofLedger(ledger.deliveriesOf(tenant, ids, limit)),
      acceptedOf: (ids) => ofLedger(ledger.acceptedOf(ids)),
    },
  };
}
