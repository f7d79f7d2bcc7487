import type { Capability } from '../../shared/domain/manifest/channel';
import { apiGatewayGrants } from './api-gateway';
import { directoryGrants } from './dynamodb-directory';
import { ledgerGrants } from './dynamodb-ledger';
import type { Grants } from './grant';
import { kmsGrants } from './kms';
import { s3Grants } from './s3';
import { sesGrants } from './ses';
import { snsGrants } from './sns';
import { sqsGrants } from './sqs';

/** What each capability of a manifest grants, by service: review this folder to know what any function may do. */
export const CAPABILITIES: Grants<Capability> = {
  ...ledgerGrants,
  ...directoryGrants,
  ...kmsGrants,
  ...s3Grants,
  ...sqsGrants,
  ...snsGrants,
  ...sesGrants,
  ...apiGatewayGrants,
};
