import type { Capability } from '../../shared/domain/manifest/channel';
import { LISTING, type Naming } from '../constructs/naming';
import type { Grants } from './grant';
import { allow } from './policies';

const tableOf = (naming: Naming) => ({ LISTING_TABLE: naming.name(LISTING) });

export const listingGrants: Grants<Extract<Capability, `listing:${string}`>> = {
  'listing:write': ({ naming }) => ({
    statements: [
      allow(
        'WriteListing',
        ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'],
        naming.tableArn(LISTING),
      ),
    ],
    variables: tableOf(naming),
  }),
};
