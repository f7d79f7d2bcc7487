import fc from 'fast-check';
import { aManifest } from '../../testing/channel-fixture';
import { aNotification } from '../../testing/factories';
import { matches } from '../filter-policy/matches';
import { isRoutedTo } from './is-routed-to';
import { messageAttributes } from './routing';

const notification = aNotification({ type: 'order.shipped', channels: 'email,webhook', tenant: 'acme' });
const condition = fc.constantFrom(
  'email',
  'audit',
  'order.shipped',
  'acme',
  { exists: true },
  { exists: false },
  { prefix: 'order.' },
  { 'anything-but': ['email'] },
);
const key = fc.constantFrom('type', 'tenant', 'channels', 'severity', 'region', 'constructor');
const policy = fc.dictionary(key, fc.array(condition, { minLength: 1, maxLength: 2 }), { maxKeys: 2 });

describe('isRoutedTo', () => {
  it.each([
    [{ channels: ['email'] }, true],
    [{ channels: ['audit'] }, false],
    [{}, true],
  ])('decides by the filter policy %j', (filterPolicy, expected) => {
    expect(isRoutedTo(aManifest({ filterPolicy }), notification)).toBe(expected);
  });

  it('is what `matches` finds for the message attributes, also of a partly readable notification', () => {
    fc.assert(
      fc.property(policy, fc.subarray(['type', 'tenant', 'channels', 'severity'] as const), (filterPolicy, names) => {
        const readable = Object.fromEntries(names.map((name) => [name, notification[name]]));
        const expected = matches(filterPolicy, messageAttributes(readable), 'MessageAttributes');
        expect(isRoutedTo(aManifest({ filterPolicy }), readable)).toBe(expected);
      }),
    );
  });
});
