import type { Delivery } from '../../domain/delivery/claim';
import { aNotification } from '../../testing/factories';
import { ofOwner, ownerOf } from './owner';

const id = '01M83VVAE0DXK8DR745633EZ6J';
const of = (tenant: string, target = ''): Delivery => ({
  tenant,
  notificationId: id,
  channel: 'email',
  target,
  state: 'rejected',
  attempted: 1,
  attempts: [],
});
const event = { id, tenant: 'demo', type: 'x', text: JSON.stringify(aNotification()), acceptedAt: '' };

test.each([
  ['who had it accepted', { event, deliveries: [of('other', 'ann'), of('?')] }, 'demo'],
  ['whose deliveries there are', { deliveries: [of('other'), of('demo', 'ann')] }, 'demo'],
  ['whom all refusals name', { deliveries: [of('demo'), of('demo')] }, 'demo'],
  ['nobody, where they differ', { deliveries: [of('demo'), of('?')] }, undefined],
  ['nobody, of an id that nothing is known of', { deliveries: [] }, undefined],
])('the owner of an id is %s', (_, history, owner) => expect(ownerOf(history)).toBe(owner));

test('what others put under an id is left out, once it is known whose it is', () => {
  const [own, foreign] = [of('demo', 'ann'), of('other')];
  expect(ofOwner({ event, deliveries: [foreign, own] })).toEqual({ event, deliveries: [own] });
  expect(ofOwner({ deliveries: [foreign, of('?')] })).toEqual({ deliveries: [foreign, of('?')] });
});
