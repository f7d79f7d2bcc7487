import { A_SECRET, anEndpoint, disabled } from '../../../shared/testing/factories';
import { someSealedHeaders } from '../../../shared/testing/sealed';
import { type Answer, type Receiver, startReceiver } from '../../local/demo/receiver';
import { testDesk } from '../testing/test-desk';
import type { TestTerminalOptions } from '../testing/test-terminal';
import { test as testEndpoint } from './test';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

/** An endpoint of the receiver, under its own path. The verifier refuses timestamps of other times. */
function endpointAt(path: string, answer?: Answer) {
  receiver.trust(path, A_SECRET);
  if (answer) receiver.answer(path, () => answer);
  return anEndpoint({ tenant: 'demo', id: 'ep_1', url: receiver.url(path) });
}

const deskOf = (endpoint: ReturnType<typeof anEndpoint>, options: TestTerminalOptions = {}) => {
  const desk = testDesk([endpoint], options);
  return { ...desk, clock: { now: () => new Date() } };
};

test('an endpoint gets a signed event like a delivery, and the result is shown', async () => {
  const endpoint = endpointAt('/good');
  const headers = someSealedHeaders({ 'x-shop': 'one' }, endpoint);
  const desk = deskOf({ ...endpoint, headers, contentType: 'application/cloudevents+json' });
  await testEndpoint('ep_1', { tenant: 'demo' }, desk);
  const [post] = receiver.posts('/good');
  expect(post).toMatchObject({
    method: 'POST',
    verified: true,
    headers: { 'x-shop': 'one', 'content-type': 'application/cloudevents+json' },
  });
  expect(JSON.parse(post?.body ?? '')).toEqual({
    specversion: '1.0',
    id: post?.headers['webhook-id'],
    source: '/carillon',
    type: 'carillon.test',
    time: expect.stringMatching(/Z$/),
    datacontenttype: 'application/json',
    tenant: 'demo',
    severity: 'info',
    data: { endpoint: 'ep_1', message: 'a test: nothing happened' },
  });
  expect(desk.terminal.output()).toMatch(
    new RegExp(
      `^posted ${post?.headers['webhook-id']} to ep_1 of tenant demo
  url         ${endpoint.url}
  status      HTTP 204
  verdict     delivered
  time        connect \\d+ ms, first byte \\d+ ms, in all \\d+ ms
$`,
    ),
  );
});

test('a disabled endpoint can be tried before it is enabled', async () => {
  const desk = deskOf({ ...endpointAt('/off'), state: disabled() });
  await testEndpoint('ep_1', { tenant: 'demo', json: true }, desk);
  expect(desk.printed()).toMatchObject({
    tenant: 'demo',
    id: 'ep_1',
    kind: 'response',
    status: 204,
    outcome: { kind: 'delivered', reference: 'HTTP 204' },
    held: true,
    state: disabled(),
  });
});

test('a disabled endpoint is reported as holding deliveries, though the test was delivered', async () => {
  const desk = deskOf({ ...endpointAt('/still-off'), state: disabled('moves') });
  await testEndpoint('ep_1', { tenant: 'demo' }, desk);
  expect(desk.terminal.output()).toContain(
    '  verdict     delivered\n  state       disabled: moves; deliveries to it are held until `endpoints enable --replay`\n',
  );
});

test('JSON shows an enabled endpoint as enabled', async () => {
  const desk = deskOf(endpointAt('/on'));
  await testEndpoint('ep_1', { tenant: 'demo', json: true }, desk);
  expect(desk.printed()).toMatchObject({ held: false, state: { enabled: true } });
});

test.each([
  [503, 'a delivery would be tried again: HTTP 503'],
  [302, 'a delivery would be tried again: HTTP 302'],
  [410, 'a delivery would be rejected: endpoint is gone'],
])('an endpoint that answers %i has failed, and what a delivery would do is said', async (status, verdict) => {
  const desk = deskOf(endpointAt(`/answers-${status}`, { status }));
  await expect(testEndpoint('ep_1', { tenant: 'demo' }, desk)).rejects.toMatchObject({
    code: 'cli.test_failed',
    message: "the test event was not delivered to endpoint 'ep_1'",
  });
  expect(desk.terminal.output()).toContain(`  status      HTTP ${status}\n  verdict     ${verdict}\n`);
});

test.each([
  ['an address that no delivery may go to', 'http://10.0.0.1/'],
  ['a name that resolves to one', 'https://hooks.example.com/'],
])('%s is refused by the same check, before anything is sent', async (_, url) => {
  const desk = { ...deskOf(anEndpoint({ tenant: 'demo', id: 'ep_1', url })), resolve: async () => ['10.0.0.1'] };
  await expect(testEndpoint('ep_1', { tenant: 'demo' }, desk)).rejects.toMatchObject({ code: 'cli.test_failed' });
  expect(desk.terminal.output()).toMatch(
    /status +none\n +verdict +a delivery would be rejected: .*(not public|loopback)/,
  );
});
