import type { DynamoDBRecord } from 'aws-lambda';
import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { recorded } from '../../../shared/domain/audit-chain/record-digest';
import type { InsertedRecord } from '../../../shared/ports/audit-chain';

/**
 * The inserted record of a stream event, as it was put. Undefined if the audit channel did not put it (no valid seal): any
 * writer of the table may put anything, which must neither count as accepted nor block the records after it.
 *
 * @see Amazon DynamoDB Streams API Reference, "Record" and "StreamRecord"
 */
export function insertedRecord(
  { eventName, dynamodb = {} }: DynamoDBRecord,
  addressDigest: AddressDigest,
): InsertedRecord | undefined {
  const { NewImage = {}, ApproximateCreationDateTime: seconds } = dynamodb;
  const text = (name: string): string => NewImage[name]?.S ?? '';
  const [id, tenant, acceptedAt] = [text('pk'), text('tenant'), text('acceptedAt')];
  const expiresAt = Number(NewImage.expiresAt?.N);
  const record = { id, tenant, acceptedAt, expiresAt, type: text('type'), text: text('text'), seal: text('seal') };
  const { isSealed, digest } = recorded(record, addressDigest);
  if (eventName !== 'INSERT' || !isSealed || digest === '') return undefined;
  // ApproximateCreationDateTime is optional in the API reference.
  const insertedAt = seconds === undefined ? acceptedAt : new Date(seconds * 1000).toISOString();
  return { id, tenant, digest, acceptedAt, expiresAt, insertedAt };
}
