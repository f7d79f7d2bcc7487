import { describeSuppressionsContract } from '../testing/suppressions-contract';
import { memorySuppressions } from './memory-suppressions';

describeSuppressionsContract('memory', memorySuppressions);

it('begins with what it is given', async () => {
  const bounce = { address: 'ann@example.com', scope: '*', reason: 'BOUNCE', since: '2026-11-23T09:30:00Z' } as const;
  expect(await memorySuppressions(bounce).suppression('ANN@example.com', 'acme')).toEqual(bounce);
});
