import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { ledger, state } from '../support/harness';
import { runCarillon } from '../support/run-carillon';
import { scenario } from '../support/scenario';
import { publish, register, settled, states } from '../support/world';

const directory = mkdtempSync(join(tmpdir(), 'carillon-filters-'));
const outputs = join(directory, 'outputs.json');
const { name, endpoint } = state;
writeFileSync(outputs, JSON.stringify({ ...state.outputs, emulator: { name, endpoint } }));
afterAll(() => rmSync(directory, { recursive: true }));

const env = {
  PATH: process.env.PATH,
  HOME: directory,
  NODE_NO_WARNINGS: '1',
  CARILLON_OUTPUTS: outputs,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** The JSON that a successful command prints. */
async function carillon(args: readonly string[], input = '') {
  const { exitCode, output, errors } = await runCarillon([...args, '--json'], { env, input });
  expect({ exitCode, errors }).toMatchObject({ exitCode: 0 });
  return JSON.parse(output);
}

const OVER_100 = '{"data":{"amount":[{"numeric":[">",100]}]}}';

scenario('filters', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  async function aTenantWithFilter() {
    const tenant = aTenant();
    const [all, large] = [await register(receiver, tenant), await register(receiver, tenant)];
    await carillon(['endpoints', 'update', large.id, '--tenant', tenant, '--filter', OVER_100]);
    const of = (amount: number) =>
      aNotification({ tenant, channels: 'webhook', type: 'payment.received', data: { amount } });
    return { tenant, all, large, of };
  }

  test('an endpoint with a filter gets what it passes, and of anything else there is no delivery to it', async () => {
    const { tenant, all, large, of } = await aTenantWithFilter();
    const [small, enough] = [of(100), of(101)];
    for (const notification of [small, enough]) await publish(notification);
    expect(states(await settled(enough.id, 2))).toEqual(
      [`webhook ${all.id} delivered`, `webhook ${large.id} delivered`].toSorted(),
    );
    expect(states(await settled(small.id, 1))).toEqual([`webhook ${all.id} delivered`]);
    expect(receiver.posts(`/${large.id}`).map(({ body }) => JSON.parse(body).id)).toEqual([enough.id]);
    const status = await carillon(['status', small.id]);
    expect(status).toMatchObject({ settled: true, awaited: [], deliveries: [{ target: all.id, state: 'delivered' }] });
    expect((await runCarillon(['endpoints', 'list', '--tenant', tenant], { env })).output).toContain(OVER_100);
  });

  test('explain names the condition that keeps the endpoint out', async () => {
    const { all, large, of } = await aTenantWithFilter();
    const { endpoints } = await carillon(['explain', '-', '--endpoints'], JSON.stringify(of(50)));
    const why = 'data.amount needs > 100; the notification has 50';
    expect(endpoints).toEqual(
      [
        { endpoint: all.id, reached: true, why: 'wants the type' },
        { endpoint: large.id, reached: false, why, unmet: [{ condition: 'data.amount', needs: '> 100', has: '50' }] },
      ].toSorted((left, right) => (left.endpoint < right.endpoint ? -1 : 1)),
    );
  });

  test('a notification that no filter passes is suppressed with the reason, and a replay sends none of it', async () => {
    const { tenant, all, large, of } = await aTenantWithFilter();
    await carillon(['endpoints', 'remove', all.id, '--tenant', tenant]);
    const notification = of(1);
    await publish(notification);
    const { deliveries } = await settled(notification.id, 1);
    expect(deliveries).toMatchObject([
      {
        target: '',
        state: 'suppressed',
        attempts: [{ reason: expect.stringContaining('filters of 1 do not pass it') }],
      },
    ]);
    const args = ['replay', '--endpoint', large.id, '--tenant', tenant, '--since', '1h'];
    const replayed = await runCarillon([...args, '--json'], { env });
    expect([replayed.exitCode, replayed.output]).toEqual([0, expect.not.stringContaining(notification.id)]);
    expect((await ledger.history(notification.id)).deliveries).toHaveLength(1);
  });
});
