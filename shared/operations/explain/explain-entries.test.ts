import { channels } from '../../../handlers';
import { NOW, shipped, testId } from '../../producer/testing/test-producer';
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

test('every fault of every entry is named at its line', async () => {
  await expect(explain({ value, line: 1 }, { value: { ...value, time: 'today' }, line: 2 })).rejects.toMatchObject({
    code: 'notification.invalid',
    message: '1 of 2 notifications are invalid; nothing was sent',
    fix: 'change what the faults name',
    faults: [{ code: 'notification.time.malformed', path: '/time', line: 2 }],
  });
});
