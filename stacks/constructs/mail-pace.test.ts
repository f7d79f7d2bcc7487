import email from '../../handlers/channels/email/channel';
import webhook from '../../handlers/channels/webhook/channel';
import { anEnvironment } from '../verification/testing/environments';
import { concurrencyOf } from './concurrency';
import { paceVariables } from './mail-pace';

const at = (mailRatePerSecond: number) => ({ ...anEnvironment('prod'), mailRatePerSecond });

it.each([
  [1, 2, '2000'],
  [2.5, 2, '800'],
  [4, 4, '1000'],
  [14, 5, '358'],
  [200, 5, '25'],
])('at %d mails a second, %d functions send one each every %s ms', (rate, functions, intervalMs) => {
  expect(concurrencyOf(email, at(rate))).toBe(functions);
  expect(paceVariables(email, at(rate))).toEqual({ MAIL_INTERVAL_MS: intervalMs });
});

it('a channel that sends no mail has no rate limit, and the concurrency of its manifest', () => {
  expect(concurrencyOf(webhook, at(1))).toBe(webhook.function.maximumConcurrency);
  expect(paceVariables(webhook, at(1))).toEqual({});
});
