import { type Receiver, startReceiver } from '../../../tools/local/demo/receiver';
import { anEndpoint } from '../../testing/factories';
import { operatorPorts } from '../testing/operator-ports';
import { testEndpoint } from './test-endpoint';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

test.each([
  [204, { kind: 'delivered' }],
  [503, { kind: 'retry', reason: 'HTTP 503' }],
  [410, { kind: 'rejected', reason: 'endpoint is gone' }],
])('a test that is answered HTTP %i returns the outcome of a delivery', async (status, outcome) => {
  receiver.answer(`/${status}`, () => ({ status }));
  const url = receiver.url(`/${status}`);
  const tested = await testEndpoint(
    { tenant: 'demo', id: 'ep_1' },
    operatorPorts([anEndpoint({ tenant: 'demo', id: 'ep_1', url })]),
  );
  expect(tested).toMatchObject({ endpoint: { id: 'ep_1', url }, result: { status }, outcome });
  expect(receiver.posts(`/${status}`).map(({ headers }) => headers['webhook-id'])).toEqual([tested.eventId]);
});

test('an unknown endpoint is named', async () => {
  const tested = testEndpoint({ tenant: 'demo', id: 'ep_2' }, operatorPorts());
  await expect(tested).rejects.toMatchObject({ code: 'cli.unknown_endpoint' });
});
