import { anEndpoint } from '../../../shared/testing/factories';
import { testDesk } from '../testing/test-desk';
import { disable } from './disable';
import { list } from './list';

async function desk() {
  const opened = testDesk();
  await opened.registry.save(anEndpoint({ tenant: 'demo', id: 'ep_1' }));
  return opened;
}

test.each([
  ['demo', 'take an id that `npx carillon endpoints list --tenant <tenant>` shows'],
  ['demmo', 'check the name of the tenant; for another stack add --outputs'],
])('an unknown endpoint of tenant %s is refused with what to run', async (tenant, fix) => {
  await expect(disable('ep_2', { tenant }, await desk())).rejects.toMatchObject({ code: 'cli.unknown_endpoint', fix });
});

test('an unknown tenant is refused with how to name another stack', async () => {
  await expect(list({ tenant: 'psoted' }, await desk())).rejects.toMatchObject({
    code: 'cli.unknown_tenant',
    fix: 'check the name: a tenant is known once its first endpoint was added, or its first notification recorded and, some seconds later, linked; for another stack add --outputs',
  });
});

test('an endpoint that somebody else changes is refused with how to look at it', async () => {
  const opened = await desk();
  const raced = { ...opened, registry: { ...opened.registry, change: async () => false } };
  await expect(disable('ep_1', { tenant: 'demo' }, raced)).rejects.toMatchObject({
    code: 'cli.endpoint_changed',
    fix: 'look at it with `npx carillon endpoints list --tenant <tenant>`, and try it again',
  });
});
