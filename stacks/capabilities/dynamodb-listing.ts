import { RUN_KEYS, RUNNING_SET, SET_INDEX } from '../../shared/aws/dynamodb/listing-items';
import type { Capability } from '../../shared/domain/manifest/channel';
import { LISTING, type Naming } from '../constructs/naming';
import { onKeys } from './dynamodb-conditions';
import type { Grants } from './grant';
import { allow } from './policies';

const tableOf = (naming: Naming) => ({ LISTING_TABLE: naming.name(LISTING) });
const indexOf = (naming: Naming) => `${naming.tableArn(LISTING)}/index/${SET_INDEX}`;

export const listingGrants: Grants<Extract<Capability, `listing:${string}` | `replays:${string}`>> = {
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
  'listing:read': ({ naming }) => ({
    statements: [allow('ReadLists', 'dynamodb:Query', [naming.tableArn(LISTING), indexOf(naming)])],
    variables: tableOf(naming),
  }),
  'replays:begin': ({ naming }) => ({
    statements: [
      onKeys(
        RUN_KEYS,
        allow(
          'OperateReplays',
          ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          naming.tableArn(LISTING),
        ),
      ),
    ],
    variables: tableOf(naming),
  }),
  'replays:continue': ({ naming }) => ({
    statements: [
      onKeys(RUNNING_SET, allow('FindReplays', 'dynamodb:Query', indexOf(naming))),
      onKeys(RUN_KEYS, allow('KeepReplays', ['dynamodb:UpdateItem', 'dynamodb:PutItem'], naming.tableArn(LISTING))),
    ],
    variables: tableOf(naming),
  }),
};
