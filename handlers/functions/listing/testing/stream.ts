import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { DeliveryState } from '../../../../shared/domain/delivery/claim';
import type { Notification } from '../../../../shared/domain/notification/notification';
import { aNotification } from '../../../../shared/testing/factories';

export const ACCEPTED_AT = '2026-11-23T09:30:00.000Z';
/** Some days after the date of every TestClock. */
export const EXPIRES_AT = Date.parse('2026-12-23T09:30:00Z') / 1000;

let sequence = 100;

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** A change of an item, as the stream reports it: after all that were made before. */
export const changed = (item: Readonly<Record<string, unknown>>, eventName: 'INSERT' | 'MODIFY'): DynamoDBRecord => ({
  eventName,
  dynamodb: {
    NewImage: marshall(item, { removeUndefinedValues: true }) as Image,
    SequenceNumber: String(sequence++),
    ApproximateCreationDateTime: Date.parse(ACCEPTED_AT) / 1000,
  },
});

/** The record of an accepted notification. */
export function accepted(overrides: Partial<Notification> = {}, acceptedAt = ACCEPTED_AT): DynamoDBRecord {
  const notification = aNotification(overrides);
  const { id, tenant, type } = notification;
  const text = JSON.stringify(notification);
  return changed({ pk: id, sk: 'E', id, tenant, type, text, acceptedAt, expiresAt: EXPIRES_AT }, 'INSERT');
}

export interface Delivered {
  readonly tenant: string;
  readonly id: string;
  readonly channel?: string;
  readonly target: string;
}

/** A delivery that has this state now. */
export const settled = (
  { tenant, id, channel = 'webhook', target }: Delivered,
  state: DeliveryState,
): DynamoDBRecord => {
  const sk = `D#${channel}#${target === '' ? `#${tenant}` : target}`;
  const attempts = [{ n: 1, at: '2026-11-23T09:30:01.000Z', outcome: 'retry', durationMs: 1 }];
  const delivery = { tenant, notificationId: id, channel, target, state, attempted: 1, attempts };
  return changed({ pk: id, sk, ...delivery, expiresAt: EXPIRES_AT + 60 }, 'MODIFY');
};
