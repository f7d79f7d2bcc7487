import fc from 'fast-check';
import { aNotification } from '../../testing/factories';
import { matches } from '../filter-policy/matches';
import { webhookBody, webhookEvent } from '../notification/routing';
import { filterText, passesFilter } from './endpoint-filter';

it('judges the event that a receiver gets, without routing attributes', () => {
  const routed = { channels: 'webhook', recipients: 'a@example.com', idempotencykey: 'k' };
  const notification = aNotification(routed);
  for (const name of Object.keys(routed)) {
    expect(passesFilter(JSON.stringify({ [name]: [{ exists: true }] }), webhookEvent(notification))).toBe(false);
    expect(passesFilter(JSON.stringify({ [name]: [{ exists: false }] }), webhookEvent(notification))).toBe(true);
  }
});

it('keeps no text of the empty policy, which passes everything', () => {
  expect([filterText({}), passesFilter(undefined, webhookEvent(aNotification()))]).toEqual([undefined, true]);
});

const amount = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom('1', null, true, [], [0, 1], [null], { b: 1 }, [{ b: 1 }, { b: 2, c: 1 }]),
);
const condition = fc.constantFrom<unknown>(
  1,
  '1',
  null,
  { numeric: ['>', 0] },
  { exists: true },
  { exists: false },
  { 'anything-but': [1] },
);
const leaf = fc.array(condition, { minLength: 1, maxLength: 2 });
const policy = fc.oneof(
  leaf.map((a) => ({ data: { a } })),
  fc.tuple(leaf, leaf).map(([b, c]) => ({ data: { a: { b, c } } })),
  fc.tuple(leaf, leaf).map(([a, severity]) => ({ 'data.a': a, severity })),
  fc.tuple(leaf, leaf).map(([a, b]) => ({ $or: [{ data: { a } }, { 'data.a.b': b }] })),
);

it('passes what SNS would deliver of the very bytes that a receiver gets', () => {
  fc.assert(
    fc.property(policy, amount, (filter, a) => {
      const notification = aNotification({ data: { a }, recipients: 'a@example.com' });
      expect(passesFilter(JSON.stringify(filter), webhookEvent(notification))).toBe(
        matches(filter as never, JSON.parse(webhookBody(notification)), 'MessageBody'),
      );
    }),
  );
});
