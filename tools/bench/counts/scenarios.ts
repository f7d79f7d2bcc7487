import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import type { Notification } from '../../../shared/domain/notification/notification';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import { sesEvent } from '../../../shared/testing/ses-events';
import { TENANT, TENANT_OF_FIVE } from '../calls/bench-messages';
import { sampleData } from '../samples/sample-notification';
import type { Item } from '../units/item-size';
import { FIVE } from '../world/tenants';

export interface Scenario {
  readonly id: string;
  /** Name of the channel or function. */
  readonly function: string;
  /** Records of one invocation. */
  readonly batchSize: number;
  /** Deliveries that one record comes to: five, for a notification that is fanned out to five endpoints. */
  readonly targets: number;
  /** @param item the next delivery of those that the scenario before has made */
  record(item: Item | undefined): SQSRecord;
}

const notification = (overrides: Partial<Notification>): SQSRecord =>
  aRecord(aMessage(aNotification({ tenant: TENANT, type: 'order.shipped', data: sampleData, ...overrides })));

const webhook = (batchSize: number, tenant: string, targets: number, id: string): Scenario => ({
  id,
  function: 'webhook',
  batchSize,
  targets,
  record: () => notification({ channels: 'webhook', tenant }),
});

const email = (batchSize: number, id: string): Scenario => ({
  id,
  function: 'email',
  batchSize,
  targets: 1,
  record: () =>
    notification({
      channels: 'email',
      // Mails of a batch to one address would share one read of its preferences.
      recipients: `ann-${randomUUID()}@example.com`,
    }),
});

const audit = (batchSize: number, id: string): Scenario => ({
  id,
  function: 'audit',
  batchSize,
  targets: 1,
  record: () => notification({ channels: 'webhook' }),
});

/** An event of SES about a mail of the scenario before. */
const feedback = (type: 'Send' | 'Delivery', batchSize: number, id: string): Scenario => ({
  id,
  function: 'email-feedback',
  batchSize,
  targets: 1,
  record: (item) => {
    const mail = {
      notificationId: textOf(item, 'notificationId'),
      tenant: textOf(item, 'tenant'),
      address: textOf(item, 'target'),
    };
    return aRecord({ body: sesEvent(type, mail), attributes: {} });
  },
});

function textOf(item: Item | undefined, name: string): string {
  const text = item?.[name]?.S;
  if (text === undefined) throw new Error(`the mail's delivery has no ${name}: ${JSON.stringify(item)}`);
  return text;
}

/** In order: events of SES are about the mails before them. */
export const SCENARIOS: readonly Scenario[] = [
  webhook(10, TENANT, 1, 'webhook-10'),
  webhook(1, TENANT, 1, 'webhook-1'),
  webhook(10, TENANT_OF_FIVE, FIVE, 'webhook-five'),
  email(10, 'email-10'),
  feedback('Send', 10, 'mail-sent-10'),
  feedback('Delivery', 10, 'mail-delivered-10'),
  email(1, 'email-1'),
  feedback('Send', 1, 'mail-sent-1'),
  feedback('Delivery', 1, 'mail-delivered-1'),
  audit(10, 'audit-10'),
  audit(1, 'audit-1'),
];
