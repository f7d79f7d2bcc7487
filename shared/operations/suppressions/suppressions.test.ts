import { memoryMailPreferences } from '../../memory/memory-mail-preferences';
import { TestClock } from '../../testing/test-clock';
import { addSuppression } from './add-suppression';
import { listSuppressions } from './list-suppressions';
import { removeSuppression } from './remove-suppression';

const since = '2026-11-23T09:30:00.000Z';
const ada = { address: 'ada@example.com', scope: '*', reason: 'MANUAL' as const, since };

const setUp = () => ({ preferences: memoryMailPreferences(), clock: new TestClock() });

test('an address is suppressed in its canonical form, and the suppression is removed by any spelling', async () => {
  const ports = setUp();
  expect(await addSuppression({ address: 'Ada <ADA@example.com>', reason: 'MANUAL' }, ports)).toEqual(ada);
  expect(await listSuppressions({ address: 'Ada@Example.com' }, ports)).toEqual([{ kind: 'suppressed', ...ada }]);
  expect(await removeSuppression({ address: 'ADA@example.com' }, ports)).toBe('ada@example.com');
  expect(await listSuppressions({}, ports)).toEqual([]);
});

test('all suppressions and unsubscriptions are listed in the order of addresses', async () => {
  const ports = setUp();
  for (const address of ['zoe@example.com', 'ada@example.com', 'mia@example.com'])
    await addSuppression({ address, tenant: 'demo', reason: 'BOUNCE' }, ports);
  const listed = await listSuppressions({}, ports);
  expect(listed.map(({ address }) => address)).toEqual(['ada@example.com', 'mia@example.com', 'zoe@example.com']);
});

test('an unsubscription from a category of a tenant is removed', async () => {
  const ports = setUp();
  await ports.preferences.unsubscribe({ address: 'ada@example.com', tenant: 'demo', category: 'digest', since });
  await removeSuppression({ address: 'ada@example.com', tenant: 'demo', category: 'digest' }, ports);
  expect(await listSuppressions({ address: 'ada@example.com' }, ports)).toEqual([]);
});

test.each([
  ['a suppression that is not there', { address: 'ada@example.com' }, 'cli.unknown_suppression'],
  ['a category without a tenant', { address: 'ada@example.com', category: 'digest' }, 'cli.category_without_tenant'],
  ['a tenant that none can be', { address: 'ada@example.com', tenant: '*' }, 'cli.tenant_malformed'],
  ['several addresses', { address: 'ada@example.com,ben@example.com' }, 'cli.address_malformed'],
])('%s is not removed', async (_, request, code) => {
  await expect(removeSuppression(request, setUp())).rejects.toMatchObject({ code });
});
