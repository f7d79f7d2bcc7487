import type { Capability } from '../../shared/domain/manifest/channel';
import { apiGatewayGrants } from './api-gateway';
import { directoryGrants } from './dynamodb-directory';
import { ledgerGrants } from './dynamodb-ledger';
import { listingGrants } from './dynamodb-listing';
import { eventBridgeGrants } from './eventbridge';
import type { Grants } from './grant';
import { kmsGrants } from './kms';
import { s3Grants } from './s3';
import { sesGrants } from './ses';
import { snsGrants } from './sns';
import { sqsGrants } from './sqs';

/** Grant of each capability of a manifest. Review this folder, one file per service, to know what any function may do. */
export const CAPABILITIES: Grants<Capability> = {
  ...ledgerGrants,
  ...listingGrants,
  ...directoryGrants,
  ...kmsGrants,
  ...s3Grants,
  ...sqsGrants,
  ...snsGrants,
  ...eventBridgeGrants,
  ...sesGrants,
  ...apiGatewayGrants,
};
