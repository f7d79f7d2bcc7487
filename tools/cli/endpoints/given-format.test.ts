import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { A_SECRET, anEndpoint } from '../../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../local/demo/receiver';
import { testDesk } from '../testing/test-desk';
import { type AddOptions, add } from './add';
import { list } from './list';
import { test as testEndpoint } from './test';
import { type UpdateOptions, update } from './update';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const TEMPLATE = '{"text": "{{ data.message }}"}';

function templateFile(content = TEMPLATE): string {
  const path = join(mkdtempSync(join(tmpdir(), 'template-')), 'message.liquid');
  writeFileSync(path, content);
  return path;
}

async function added(options: Partial<AddOptions>) {
  const desk = testDesk();
  await add({ tenant: 'demo', url: receiver.url('/hooks'), types: '*', ...options }, desk);
  const [endpoint] = (await desk.registry.load('demo')).endpoints.values();
  return { desk, endpoint };
}

const updated = async (before: Partial<Endpoint>, options: Partial<UpdateOptions>) => {
  const desk = testDesk([anEndpoint({ tenant: 'demo', id: 'ep_1', ...before })]);
  await update('ep_1', { tenant: 'demo', ...options }, desk);
  return desk.registry.find('demo', 'ep_1');
};

test('an endpoint is added with a format, which is shown and listed', async () => {
  const { desk, endpoint } = await added({ format: 'slack' });
  expect(endpoint?.format).toEqual({ name: 'slack' });
  expect(desk.terminal.output()).toMatch(/^ {2}format {6}slack$/m);
  const listing = testDesk(endpoint ? [endpoint] : []);
  await list({ tenant: 'demo' }, listing);
  expect(listing.terminal.output()).toMatch(/FORMAT[^\n]*\n[^\n]* slack /);
});

test('a template of its own is read from a file, and stored with the endpoint', async () => {
  const format = { name: 'template', template: TEMPLATE };
  expect((await added({ format: 'template', template: templateFile() })).endpoint?.format).toEqual(format);
  expect((await added({ template: templateFile() })).endpoint?.format).toEqual(format);
  expect((await updated({}, { template: templateFile() }))?.format).toEqual(format);
});

test('an update changes the format, and nothing else is needed for it', async () => {
  expect((await updated({}, { format: 'cloudevents' }))?.format).toEqual({ name: 'cloudevents' });
  expect((await updated({ format: { name: 'teams' } }, { format: 'standard' }))?.format).toBeUndefined();
});

test.each<[string, Partial<AddOptions>, string]>([
  ['a template that is not named', { format: 'template' }, 'cli.template_missing'],
  ['a template beside a format that has none', { format: 'slack', template: '/dev/null' }, 'cli.template_unused'],
  ['a file that is not there', { template: '/no/such/file' }, 'cli.file_unreadable'],
  ['an unknown format', { format: 'xml' }, 'cli.endpoint_invalid'],
])('%s is refused', async (_, options, code) => {
  await expect(added(options)).rejects.toMatchObject({ code });
});

test('the test event is posted in the format of the endpoint', async () => {
  receiver.trust('/formatted', A_SECRET);
  const format = { name: 'template', template: TEMPLATE } as const;
  const desk = testDesk([anEndpoint({ tenant: 'demo', id: 'ep_1', url: receiver.url('/formatted'), format })]);
  await testEndpoint('ep_1', { tenant: 'demo' }, { ...desk, clock: { now: () => new Date() } });
  const [post] = receiver.posts('/formatted');
  expect([post?.verified, post?.body]).toEqual([true, '{"text": "a test: nothing happened"}']);
});

test('a test event that the format cannot hold is not posted, and the fault is named', async () => {
  const format = { name: 'template', template: '{{ data.message }}' } as const;
  const desk = testDesk([anEndpoint({ tenant: 'demo', id: 'ep_1', url: receiver.url('/never'), format })]);
  await expect(testEndpoint('ep_1', { tenant: 'demo' }, desk)).rejects.toMatchObject({
    code: 'cli.format_failed',
    faults: [expect.objectContaining({ code: 'webhook.template.unquoted' })],
  });
  expect(receiver.posts('/never')).toEqual([]);
});
