import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import orderShipped from '../../shared/catalogue/order-shipped';
import { webhookBody } from '../../shared/domain/notification/routing';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type ReceivedPost, type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { endpoints, state } from '../support/harness';
import { runCarillon } from '../support/run-carillon';
import { scenario } from '../support/scenario';
import { publish, register, settled, states } from '../support/world';

const NAMES = ['standard', 'structured', 'binary', 'template'] as const;
const TEMPLATE = '{"text": "Order {{ data.orderNumber }} of {{ data.customerName }}", "all": {{ data | json }}}';

const folder = mkdtempSync(join(tmpdir(), 'carillon-formats-'));
const outputsFile = join(folder, 'outputs.json');
const { name, endpoint } = state;
writeFileSync(outputsFile, JSON.stringify({ ...state.outputs, emulator: { name, endpoint } }));
/** Isolates commands from the environment and credentials of the operator who runs the tests. */
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  NODE_NO_WARNINGS: '1',
  CARILLON_OUTPUTS: outputsFile,
  AWS_EC2_METADATA_DISABLED: 'true',
};

interface Added {
  readonly id: string;
  readonly secret: string;
  readonly path: string;
}

scenario('webhook formats', ['functions', 'webhook', 'exact-bytes'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await receiver.close();
  });

  /** Adds an endpoint as an operator does. */
  async function add(tenant: string, name: string, options: readonly string[]): Promise<Added> {
    const path = `/${tenant}/${name}`;
    const args = ['endpoints', 'add', '--tenant', tenant, '--url', receiver.url(path), '--json', ...options];
    const { exitCode, output, errors } = await runCarillon(args, { env });
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const { id, secret } = JSON.parse(output);
    return { id, secret, path };
  }

  const verified = ({ secret, path }: Added): ReceivedPost | undefined => {
    const [post, ...more] = receiver.posts(path);
    expect(more).toEqual([]);
    // The library of Standard Webhooks throws unless the signature is over exactly these bytes.
    new Webhook(secret).verify(post?.body ?? '', { ...post?.headers });
    return post;
  };

  test('one notification reaches four endpoints in four formats, each signed over what it got', async () => {
    const tenant = aTenant();
    const template = join(folder, 'order.liquid');
    writeFileSync(template, TEMPLATE);
    const options: Readonly<Record<(typeof NAMES)[number], readonly string[]>> = {
      standard: [],
      structured: ['--format', 'cloudevents'],
      binary: ['--format', 'cloudevents-binary'],
      template: ['--template', template],
    };
    const added = [];
    for (const name of NAMES) added.push(await add(tenant, name, options[name]));
    const data = { ...orderShipped.example, customerName: 'Ada "<!channel>" \\ Zoë' };
    const subject = 'Größe "M" 100%';
    const notification = aNotification({ tenant, channels: 'webhook', subject, data });
    await publish(notification);
    const history = await settled(notification.id, NAMES.length);
    expect(states(history)).toEqual(added.map(({ id }) => `webhook ${id} delivered`).sort());

    const [standard, structured, binary, templated] = added.map(verified);
    const body = webhookBody(notification);
    expect([standard?.body, structured?.body]).toEqual([body, body]);
    expect(standard?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(structured?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    const { channels, recipients, data: _, datacontenttype, ...attributes } = notification;
    const ceHeaders = Object.entries(binary?.headers ?? {}).filter(([name]) => name.startsWith('ce-'));
    expect(binary?.headers).toMatchObject({
      'content-type': datacontenttype,
      'ce-subject': 'Gr%C3%B6%C3%9Fe%20%22M%22%20100%25',
    });
    expect(Object.fromEntries(ceHeaders.map(([name, value]) => [name.slice(3), decodeURIComponent(value)]))).toEqual(
      attributes,
    );
    expect(JSON.parse(binary?.body ?? '')).toEqual(data);
    expect(JSON.parse(templated?.body ?? '')).toEqual({
      text: `Order ${data.orderNumber} of ${data.customerName}`,
      all: data,
    });
  });

  test('a template that fails for a notification rejects that delivery alone, and says why', async () => {
    const tenant = aTenant();
    const [failing, healthy] = [await register(receiver, tenant), await register(receiver, tenant)];
    await endpoints.change(tenant, failing.id, { format: { name: 'template', template: '{"n": {{ data.n }}}' } });
    const notification = aNotification({ tenant, channels: 'webhook', type: 'shop.opened', data: { n: 1 } });
    await publish(notification);
    const { deliveries } = await settled(notification.id, 2);
    const of = (id: string) => deliveries.find(({ target }) => target === id);
    expect(of(healthy.id)).toMatchObject({ state: 'delivered' });
    expect(of(failing.id)).toMatchObject({
      state: 'rejected',
      attempts: [
        { n: 1, outcome: 'rejected', reason: expect.stringMatching(/^webhook\.template\.unquoted: .*line:1/) },
      ],
    });
    expect(receiver.posts(`/${failing.id}`)).toEqual([]);
  });
});
