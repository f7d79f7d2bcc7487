import fc from 'fast-check';
import { aNotification } from '../../testing/factories';
import type { FilterPolicy } from '../filter-policy/filter-policy';
import { matches } from '../filter-policy/matches';
import { SEVERITIES } from '../notification/notification';
import { messageAttributes } from '../notification/routing';
import { type Arrival, isReached, routesOf } from './routes';

const shipped: Arrival = { type: 'order.shipped', channels: ['email', 'webhook'], severity: 'info' };
const channel = (name: string, filterPolicy: FilterPolicy = { channels: [name] }) => ({ name, filterPolicy });

it('has a route for each arrival, with every channel in the order of the registry', () => {
  const channels = [channel('email'), channel('pager'), channel('audit', {})];
  const digest: Arrival = { type: 'weekly.digest', channels: ['pager'], severity: 'info' };
  expect(routesOf([shipped, digest], channels)).toEqual([
    { type: 'order.shipped', channels: { email: 'always', pager: 'if_named', audit: 'always' } },
    { type: 'weekly.digest', channels: { email: 'if_named', pager: 'always', audit: 'always' } },
  ]);
});

it.each<[FilterPolicy, string]>([
  [{}, 'always'],
  [{ type: [{ prefix: 'order.' }] }, 'always'],
  [{ type: ['payment.failed'] }, 'never'],
  [{ channels: ['sms'] }, 'if_named'],
  [{ channels: ['smss'] }, 'never'],
  [{ severity: ['critical'] }, 'if_named'],
  [{ severity: ['fatal'] }, 'never'],
  [{ tenant: ['acme'] }, 'some_tenants'],
  [{ tenant: [{ 'anything-but': ['acme'] }] }, 'some_tenants'],
  [{ tenant: [{ 'anything-but': { prefix: 'ac' } }] }, 'some_tenants'],
  [{ tenant: [{ suffix: '-test' }], channels: ['sms'] }, 'if_named'],
  [{ tenant: [{ wildcard: 'a*-test' }] }, 'some_tenants'],
  [{ tenant: ['No Tenant'] }, 'never'],
  [{ $or: [{ tenant: ['acme'] }, { severity: ['info'] }] }, 'always'],
  [{ tenant: [{ exists: false }] }, 'never'],
])('a channel that takes %j is reached %s', (filterPolicy, expected) => {
  const [route] = routesOf([shipped], [channel('sms', filterPolicy), channel('email')]);
  expect(route?.channels.sms).toBe(expected);
});

const names = ['email', 'webhook', 'sms'];
const policy = fc.dictionary(
  fc.constantFrom('type', 'tenant', 'channels', 'severity'),
  fc.uniqueArray(fc.constantFrom('order.shipped', 'acme', 'sms', 'email', 'critical', 'info'), { minLength: 1 }),
  { maxKeys: 3 },
);
const arrival = fc.record({
  type: fc.constantFrom('order.shipped', 'payment.failed'),
  channels: fc.subarray(names, { minLength: 1 }),
  severity: fc.constantFrom(...SEVERITIES),
});

it('says always, for some tenants, or else, as the notifications themselves are routed', () => {
  fc.assert(
    fc.property(policy, arrival, (filterPolicy, one) => {
      const [route] = routesOf([one], [channel('sms', filterPolicy), channel('email'), channel('webhook')]);
      const taken = ['acme', 'another', 'sms', 'email', 'critical', 'info'].filter((tenant) => {
        const notification = aNotification({ ...one, tenant, channels: one.channels.join() });
        return matches(filterPolicy, messageAttributes(notification), 'MessageAttributes');
      });
      const expected = taken.length === 6 ? 'always' : 'some_tenants';
      expect(isReached(route?.channels.sms)).toBe(taken.length > 0);
      if (taken.length > 0) expect(route?.channels.sms).toBe(expected);
    }),
  );
});
