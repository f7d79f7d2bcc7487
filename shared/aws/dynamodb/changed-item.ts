import type { DynamoDBRecord } from 'aws-lambda';
import { type AddressDigest, isErased } from '../../domain/audit-chain/address-digest';
import { DELIVERY_STATES, type DeliveryState } from '../../domain/delivery/claim';
import { readJson } from '../../domain/kit/json/json';
import { isEndpoint, versionOf } from '../../domain/listing/listing-row';
import { isRecordId } from '../../domain/notification/record-id';
import { isTimestamp } from '../../domain/notification/timestamp';
import type { ChangedItem } from '../../ports/listing';

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** Hexadecimal digits of an address in a key of the listing: enough to tell those of one notification apart. */
const DIGEST_LENGTH = 32;

/**
 * What a record of the stream changes in the listing; undefined if it is not as the channels write it: any writer of the
 * table may put anything, which must not block the records after it.
 *
 * @see Amazon DynamoDB Streams API Reference, "StreamRecord"
 */
export function changedItem({ dynamodb = {} }: DynamoDBRecord, digest: AddressDigest): ChangedItem | undefined {
  const { NewImage = {} } = dynamodb;
  const expiresAt = Number(NewImage.expiresAt?.N);
  if (!isRecordId(textOf(NewImage, 'pk')) || !Number.isSafeInteger(expiresAt)) return undefined;
  return textOf(NewImage, 'sk') === 'E' ? accepted(NewImage, expiresAt) : delivery(dynamodb, expiresAt, digest);
}

const textOf = (image: Image, name: string): string => image[name]?.S ?? '';

function accepted(image: Image, expiresAt: number): ChangedItem | undefined {
  const text = (name: string) => textOf(image, name);
  const [id, tenant, type, acceptedAt] = [text('pk'), text('tenant'), text('type'), text('acceptedAt')];
  if (!tenant || !type || !isTimestamp(acceptedAt)) return undefined;
  const notification = readJson(textOf(image, 'text')) as { readonly channels?: unknown } | null;
  const channels = typeof notification?.channels === 'string' ? notification.channels : '';
  return { kind: 'accepted', row: { tenant, id, type, channels, acceptedAt, expiresAt } };
}

function delivery(
  {
    NewImage = {},
    SequenceNumber = '',
    ApproximateCreationDateTime: seconds = 0,
  }: NonNullable<DynamoDBRecord['dynamodb']>,
  expiresAt: number,
  digest: AddressDigest,
): ChangedItem | undefined {
  const text = (name: string) => textOf(NewImage, name);
  const [id, tenant, channel, target, state] = [
    text('pk'),
    text('tenant'),
    text('channel'),
    text('target'),
    text('state'),
  ];
  if (tenant === '' || channel === '' || !(DELIVERY_STATES as readonly string[]).includes(state)) return undefined;
  const first = NewImage.attempts?.L?.[0]?.M?.at?.S ?? '';
  const at = isTimestamp(first) ? new Date(first) : new Date(seconds * 1000);
  return {
    kind: 'delivery',
    delivery: {
      tenant,
      id,
      channel,
      target: rowTarget(target, digest),
      state: state as DeliveryState,
      version: versionOf(SequenceNumber),
      at: at.toISOString(),
      expiresAt,
    },
  };
}

/** No address is in the listing. The digest is that of an erasure: the delivery keeps its row when its address is erased. */
function rowTarget(target: string, digest: AddressDigest): string {
  if (target === '' || isEndpoint(target)) return target;
  const whole = isErased(target) ? target : digest(target.toLowerCase());
  return whole.slice(0, DIGEST_LENGTH);
}
