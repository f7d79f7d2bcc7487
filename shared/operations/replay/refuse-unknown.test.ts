import { acceptedEvent } from '../../ports/ledger';
import { aNotification } from '../../testing/factories';
import { thrown } from '../../testing/thrown';
import { refuseUnknownTarget } from './refuse-unknown';
import type { ReplaySelection } from './replay-plan';

const notification = aNotification({ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme' });
const event = acceptedEvent(notification, JSON.stringify(notification), new Date('2026-11-23T09:30:00Z'));
const delivered = (channel: string, target: string, tenant = 'acme') => ({
  tenant,
  notificationId: notification.id,
  channel,
  target,
  state: 'delivered' as const,
  attempted: 1,
  attempts: [],
});
const deliveries = [
  delivered('webhook', 'ep_1'),
  delivered('email', 'ann@example.com'),
  delivered('webhook', 'x', 'b'),
];
const refusal = (selection: ReplaySelection) =>
  thrown(() => refuseUnknownTarget('01J', { event, deliveries }, selection));

test.each<[string, ReplaySelection]>([
  ['no target', {}],
  ['targets in whatever state', { target: ['ep_1', 'Ann@example.com'] }],
  ['a target on its channel', { target: ['ep_1'], channel: 'webhook' }],
])('%s that the notification has is not refused as unknown', (_, selection) => {
  expect(refusal(selection)).toBeUndefined();
});

test.each<[string, ReplaySelection, string]>([
  ['that is mistyped', { target: ['ep_1', 'ep_9'] }, ' to ep_9'],
  ['of another channel', { target: ['ep_1'], channel: 'email' }, ' on channel email to ep_1'],
  ['of another tenant', { target: ['x'] }, ' to x'],
])('a target %s is refused by name', (_, selection, where) => {
  expect(refusal(selection)).toMatchObject({
    code: 'cli.unknown_target',
    message: `notification 01J has no delivery${where}`,
    fix: 'take addresses and endpoints as the status of the notification shows them',
  });
});
