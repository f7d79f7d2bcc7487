import { anEndpoint } from '../../testing/factories';
import { operatorPorts } from '../testing/operator-ports';
import { listEndpoints } from './list-endpoints';

const first = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const second = anEndpoint({ tenant: 'demo', id: 'ep_2' });

test('the endpoints of a tenant are listed without sealed values, and with the circuit of a failing one', async () => {
  const ports = operatorPorts([second, first, anEndpoint({ tenant: 'other' })]);
  const since = '2026-11-23T09:00:00.000Z';
  await ports.registry.fail('demo', 'ep_2', 7, since);
  const visible = { headers: [], secrets: [{ createdAt: first.createdAt }] };
  expect(await listEndpoints({ tenant: 'demo' }, ports)).toEqual({
    endpoints: [
      { endpoint: { ...first, ...visible } },
      {
        endpoint: { ...second, ...visible },
        circuit: expect.objectContaining({ endpoint: 'ep_2', failures: 7, failingSince: since }),
      },
    ],
  });
});

test('the list of a known tenant may be empty, and an unknown tenant is refused', async () => {
  const ports = operatorPorts([first]);
  await ports.registry.remove('demo', 'ep_1');
  expect(await listEndpoints({ tenant: 'demo' }, ports)).toEqual({ endpoints: [] });
  await expect(listEndpoints({ tenant: 'other' }, ports)).rejects.toMatchObject({ code: 'cli.unknown_tenant' });
});

test('the endpoints of a tenant have pages, and a cursor is of one tenant alone', async () => {
  const ports = operatorPorts([first, second, anEndpoint({ tenant: 'demo', id: 'ep_3' })]);
  const page = await listEndpoints({ tenant: 'demo', limit: 2 }, ports);
  const rest = await listEndpoints({ tenant: 'demo', limit: 2, cursor: page.next }, ports);
  const ids = [page, rest].map(({ endpoints }) => endpoints.map(({ endpoint }) => endpoint.id));
  expect([ids, rest.next]).toEqual([[['ep_1', 'ep_2'], ['ep_3']], undefined]);
  const foreign = listEndpoints({ tenant: 'other', cursor: page.next }, ports);
  await expect(foreign).rejects.toMatchObject({ code: 'list.cursor_foreign' });
});
