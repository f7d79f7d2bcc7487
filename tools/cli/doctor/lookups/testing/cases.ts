import { APIGATEWAY_CASES } from './apigateway-cases';
import { DYNAMODB_CASES } from './dynamodb-cases';
import { EVENTS_CASES } from './events-cases';
import { IAM_CASES } from './iam-cases';
import { KMS_CASES } from './kms-cases';
import { LAMBDA_CASES } from './lambda-cases';
import type { LookupCase } from './lookup-case';
import { MESSAGING_CASES } from './messaging-cases';
import { OBSERVABILITY_CASES } from './observability-cases';
import { S3_CASES } from './s3-cases';
import { SES_CASES } from './ses-cases';

/** One row for each type of resource that a stack has. */
export const CASES: readonly LookupCase[] = [
  ...APIGATEWAY_CASES,
  ...DYNAMODB_CASES,
  ...EVENTS_CASES,
  ...IAM_CASES,
  ...KMS_CASES,
  ...LAMBDA_CASES,
  ...MESSAGING_CASES,
  ...OBSERVABILITY_CASES,
  ...S3_CASES,
  ...SES_CASES,
];
