import { Command } from 'commander';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { anEndpoint } from '../../../shared/testing/factories';
import { testTerminal } from '../testing/test-terminal';
import { addExplain } from './explain';

const shipped = {
  id: '01M83VVAE0DXK8DR745633EZ6J',
  type: 'order.shipped',
  channels: 'webhook',
  data: { orderNumber: 'A-1', carrier: 'Northline', items: [{ name: 'lamp', quantity: 2 }] },
};
const over = (quantity: number) => JSON.stringify({ data: { items: { quantity: [{ numeric: ['>', quantity] }] } } });
const endpoints = memoryEndpoints(
  anEndpoint({ tenant: 'demo', id: 'ep_1', filter: over(1) }),
  anEndpoint({ tenant: 'demo', id: 'ep_22', filter: over(10) }),
);

async function explain(...args: readonly string[]) {
  const terminal = testTerminal({ input: JSON.stringify(shipped) });
  const opened: unknown[] = [];
  const program = new Command('carillon').option('--json').option('--outputs <file>').exitOverride();
  addExplain(program, terminal, async ({ outputs }) => {
    opened.push(outputs);
    return endpoints;
  });
  await program.parseAsync(['explain', '-', ...args], { from: 'user' });
  return { output: terminal.output(), opened };
}

test('the endpoints of the tenant are explained with the conditions that kept them out', async () => {
  const { output } = await explain('--endpoints', '--tenant', 'demo');
  expect(output).toBe(`order.shipped  01M83VVAE0DXK8DR745633EZ6J
  ✗  email    takes only channels "email"; the notification has webhook
  ✓  webhook  takes channels "webhook"; the notification has webhook
  ✓  audit    takes every notification
  endpoints of its tenant:
  ✓  ep_1   wants the type, and its filter passes the notification
  ✗  ep_22  data.items.quantity needs > 10; the notification has 2
`);
});

test('as JSON each condition has its parts', async () => {
  const { output } = await explain('--endpoints', '--tenant', 'demo', '--json');
  expect(JSON.parse(output)).toMatchObject({
    endpoints: [
      { endpoint: 'ep_1', reached: true },
      {
        endpoint: 'ep_22',
        reached: false,
        unmet: [{ condition: 'data.items.quantity', needs: '> 10', has: '2' }],
      },
    ],
  });
});

test('a tenant without endpoints is said to have none', async () => {
  const { output } = await explain('--endpoints', '--tenant', 'acme');
  expect(output).toContain('\n  its tenant has no endpoints\n');
});

test('without --endpoints no stack is read', async () => {
  const { output, opened } = await explain('--tenant', 'demo');
  expect([opened, output.includes('endpoint')]).toEqual([[], false]);
});
