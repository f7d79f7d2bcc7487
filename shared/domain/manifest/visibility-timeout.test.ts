import { visibilityTimeoutSeconds } from './visibility-timeout';

const queue = { batchSize: 10, maxReceiveCount: 5 };

it('is six times the timeout of the function, and the batching window', () => {
  expect(visibilityTimeoutSeconds({ timeoutSeconds: 30 }, queue)).toBe(180);
  expect(visibilityTimeoutSeconds({ timeoutSeconds: 30 }, { ...queue, batchingWindowSeconds: 5 })).toBe(185);
});
