import { describeListingContract } from '../testing/listing-contract';
import { memoryListing } from './memory-listing';

describeListingContract('memory', () => {
  const listing = memoryListing();
  return { writer: listing, reader: listing };
});
