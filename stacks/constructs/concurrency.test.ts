import webhook from '../../handlers/channels/webhook/channel';
import { anEnvironment } from '../verification/testing/environments';
import { concurrencyOf, fitsQuota, warningsOfQuota } from './concurrency';

const prod = anEnvironment('prod');

test('webhooks have the concurrency of the environment, by default that of the channel', () => {
  expect(concurrencyOf(webhook, prod)).toBe(20);
  expect(concurrencyOf(webhook, { ...prod, webhookConcurrency: 50 })).toBe(50);
});

const reserving = (reservedConcurrency?: number) => ({
  function: { timeoutSeconds: 1, memoryMegabytes: 128, ...(reservedConcurrency && { reservedConcurrency }) },
});
const MANIFESTS = [reserving(10), reserving(), reserving(5)];

test.each([
  [undefined, false],
  [10, false],
  [114, false],
  [115, true],
  [1_000, true],
])('an account that lets %s functions run has room for 15 that are reserved: %s', (lambdaConcurrency, expected) => {
  const environment = { ...prod, ...(lambdaConcurrency && { lambdaConcurrency }) };
  expect(fitsQuota(MANIFESTS, environment)).toBe(expected);
});

test('a quota without room for the reservations is warned of, with the minimum that suffices', () => {
  const warnings = (lambdaConcurrency?: number) =>
    warningsOfQuota(MANIFESTS, { ...prod, ...(lambdaConcurrency && { lambdaConcurrency }) });
  expect([undefined, 115].flatMap(warnings)).toEqual([]);
  expect(warnings(114)).toEqual([
    'CARILLON_LAMBDA_CONCURRENCY=114: no function has instances of its own, for 15 are wanted and AWS leaves 100 to the rest of the account; expected at least 115',
  ]);
});
