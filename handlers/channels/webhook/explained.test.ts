import fc from 'fast-check';
import type { FilterPolicy } from '../../../shared/domain/filter-policy/filter-policy';
import { matches } from '../../../shared/domain/filter-policy/matches';
import { webhookEvent } from '../../../shared/domain/notification/routing';
import { wantsType } from '../../../shared/domain/webhook/endpoint-types';
import { explainEndpoint } from '../../../shared/domain/webhook/explain-endpoint';
import { filterFaults } from '../../../shared/domain/webhook/filter-faults';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { channelFixture } from '../../../shared/testing/channel-fixture';
import { disabled } from '../../../shared/testing/factories';
import manifest from './channel';
import { anEndpointOf, aWebhook, channelOf } from './testing/webhook-fixture';

const scalar = fc.constantFrom('x', 'xy', '', 1, 150, null, true);
const condition = fc.oneof(
  fc.constantFrom<unknown>('x', 1, null, true),
  fc.constantFrom<unknown>(
    { exists: true },
    { exists: false },
    { prefix: 'x' },
    { numeric: ['>', 100] },
    { 'anything-but': ['x'] },
  ),
);
const list = fc.array(condition, { minLength: 1, maxLength: 2 });
const filter = fc.oneof(
  list.map((a) => ({ data: { a } })),
  fc.tuple(list, list).map(([b, c]) => ({ data: { a: { b, c } } })),
  fc.tuple(list, list).map(([a, severity]) => ({ 'data.a': a, severity })),
  fc.tuple(list, list).map(([a, type]) => ({ $or: [{ data: { a } }, { type }] })),
  list.map((subject) => ({ subject })),
);
const a = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.array(fc.dictionary(fc.constantFrom('b', 'c'), scalar), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('b', 'c'), scalar),
);
const endpoint = fc.record({
  types: fc.constantFrom(['*'], ['order.*'], ['payment.failed']),
  filter: fc.option(filter, { nil: undefined }),
  isEnabled: fc.boolean(),
});
const { dependencies } = channelFixture({ manifest, channels: ['webhook'] });

it('what is explained, what the matcher says and what is fanned out are one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(endpoint, { maxLength: 5 }), a, fc.boolean(), async (given, value, hasSubject) => {
      for (const { filter: policy } of given) expect(policy === undefined ? [] : filterFaults(policy)).toEqual([]);
      const notification = aWebhook({
        type: 'order.shipped',
        severity: 'info',
        data: { a: value },
        ...(hasSubject && { subject: 'x' }),
      });
      const endpoints = given.map(({ types, filter: policy, isEnabled }, n) =>
        anEndpointOf(`ep_${n}`, {
          types,
          ...(policy && { filter: JSON.stringify(policy) }),
          ...(!isEnabled && { state: disabled() }),
        }),
      );
      const explained = endpoints.map((one) => explainEndpoint({ ...one, enabled: one.state.enabled }, notification));
      const matched = endpoints.filter(
        (one) =>
          one.state.enabled &&
          wantsType(one.types, 'order.shipped') &&
          matches(JSON.parse(one.filter ?? '{}') as FilterPolicy, webhookEvent(notification), 'MessageBody'),
      );
      const channel = channelOf(memoryEndpoints(...endpoints), async () => Promise.reject(new Error()), dependencies);
      const expansion = await channel.expand(notification, [], {});
      const targets = expansion.kind === 'targets' ? expansion.targets.map(({ key }) => key) : [];
      expect(targets).toEqual(matched.map(({ id }) => id));
      expect(explained.filter(({ reached }) => reached).map((one) => one.endpoint)).toEqual(targets);
      for (const { reached, unmet = [] } of explained) expect(reached && unmet.length > 0).toBe(false);
    }),
  );
});
