import webhook from '../../handlers/webhook/channel';
import { anEnvironment } from '../testing/environments';
import { concurrencyOf, hasRoom } from './concurrency';

const prod = anEnvironment('prod');

test('webhooks are posted by as many functions as the environment says, else as the channel does', () => {
  expect(concurrencyOf(webhook, prod)).toBe(20);
  expect(concurrencyOf(webhook, { ...prod, webhookConcurrency: 50 })).toBe(50);
});

test.each([
  [undefined, false],
  [10, false],
  [114, false],
  [115, true],
  [1_000, true],
])('an account that lets %s functions run has room for 15 that are reserved: %s', (lambdaConcurrency, expected) => {
  const reserving = (reservedConcurrency?: number) => ({
    function: { timeoutSeconds: 1, memoryMegabytes: 128, ...(reservedConcurrency && { reservedConcurrency }) },
  });
  const environment = { ...prod, ...(lambdaConcurrency && { lambdaConcurrency }) };
  expect(hasRoom([reserving(10), reserving(), reserving(5)], environment)).toBe(expected);
});
