import { channels } from '../../../handlers';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import { NOW, shipped, testId } from '../../producer/testing/test-producer';
import { anEndpoint, disabled } from '../../testing/factories';
import type { InputEntry } from '../entries/parse-entries';
import { explainEntries } from './explain-entries';

const explain = (...entries: InputEntry[]) =>
  explainEntries(
    { entries, source: '/shop', tenant: 'demo', unknownTypes: 'refuse' },
    { channels, clock: { now: () => NOW } },
  );
const value = { type: 'order.shipped', channels: 'webhook', data: shipped };

test('each entry is explained for every channel, with the id and line that it has', async () => {
  expect(await explain({ value: { ...value, id: testId(1) }, line: 1 }, { value, line: 3 })).toEqual([
    { line: 1, id: testId(1), type: 'order.shipped', channels: expect.any(Array) },
    {
      line: 3,
      type: 'order.shipped',
      channels: [
        { channel: 'email', reached: false, why: 'takes only channels "email"; the notification has webhook' },
        { channel: 'webhook', reached: true, why: 'takes channels "webhook"; the notification has webhook' },
        { channel: 'audit', reached: true, why: 'takes every notification' },
      ],
    },
  ]);
});

const CARRIER = '{"data":{"carrier":["DHL"]}}';
const endpoints = memoryEndpoints(
  anEndpoint({
    tenant: 'demo',
    id: 'ep_1',
    filter: JSON.stringify({ data: { carrier: [{ 'anything-but': 'DHL' }] } }),
  }),
  anEndpoint({ tenant: 'demo', id: 'ep_2', filter: CARRIER }),
  anEndpoint({ tenant: 'demo', id: 'ep_3', filter: CARRIER, types: ['payment.*'], state: disabled() }),
  anEndpoint({ tenant: 'demo', id: 'ep_4', filter: '{"data"' }),
  anEndpoint({ tenant: 'other', id: 'ep_5' }),
);
const explainWithEndpoints = (...entries: InputEntry[]) =>
  explainEntries(
    { entries, source: '/shop', tenant: 'demo', unknownTypes: 'refuse' },
    { channels, clock: { now: () => NOW }, endpoints },
  );
const unmet = { condition: 'data.carrier', needs: '"DHL"', has: JSON.stringify(shipped.carrier) };
const short = `data.carrier needs "DHL"; the notification has ${unmet.has}`;

test('with the endpoints of the stack, each of its tenant has the conditions that kept it out', async () => {
  const [explained] = await explainWithEndpoints({ value });
  expect(explained?.endpoints).toEqual([
    { endpoint: 'ep_1', reached: true, why: 'wants the type, and its filter passes the notification' },
    { endpoint: 'ep_2', reached: false, why: short, unmet: [unmet] },
    {
      endpoint: 'ep_3',
      reached: false,
      why: `wants payment.*; the notification is order.shipped, and ${short}, and is disabled, so the notification would be held`,
      unmet: [unmet],
    },
    {
      endpoint: 'ep_4',
      reached: false,
      why: expect.stringMatching(/^filter needs a JSON object/),
      unmet: [expect.any(Object)],
    },
  ]);
});

test('no endpoint is reached by a notification that does not go to webhook, and each tenant has its own', async () => {
  const mailed = { ...value, channels: 'email', recipients: 'ann@example.com' };
  const [first, second] = await explainWithEndpoints({ value: mailed }, { value: { ...value, tenant: 'other' } });
  expect(first?.endpoints?.map(({ why }) => why).slice(0, 2)).toEqual([
    'the notification does not go to webhook',
    `the notification does not go to webhook, and ${short}`,
  ]);
  expect(first?.endpoints?.some(({ reached }) => reached)).toBe(false);
  expect(second?.endpoints).toEqual([{ endpoint: 'ep_5', reached: true, why: 'wants the type' }]);
});

test('every fault of every entry is named at its line', async () => {
  await expect(explain({ value, line: 1 }, { value: { ...value, time: 'today' }, line: 2 })).rejects.toMatchObject({
    code: 'notification.invalid',
    message: '1 of 2 notifications are invalid; nothing was sent',
    fix: 'change what the faults name',
    faults: [{ code: 'notification.time.malformed', path: '/time', line: 2 }],
  });
});
