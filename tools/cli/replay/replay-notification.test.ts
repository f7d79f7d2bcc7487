import { channels } from '../../../handlers';
import type { Delivery, DeliveryState } from '../../../shared/domain/delivery/claim';
import { memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import type { RecordedHistory } from '../../../shared/operations/replay/replay-plan';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification, anEndpoint, disabled } from '../../../shared/testing/factories';
import { sealedRecord, testDigest } from '../../../shared/testing/sealed';
import { runCli } from '../run-cli';
import { testTerminal } from '../testing/test-terminal';
import type { NotificationReplayPorts } from './open-replay';
import { printReplay, type ReplayOptions } from './replay-notification';

const notification = aNotification({ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme' });
const { id } = notification;
const event = sealedRecord(acceptedEvent(notification, JSON.stringify(notification), new Date('2026-11-23T09:30:00Z')));
const attempt = { n: 1, at: '2026-11-23T09:30:01Z', outcome: 'retry', reason: 'HTTP 503', durationMs: 3 } as const;
const aDelivery = (channel: string, target: string, state: DeliveryState): Delivery => ({
  tenant: 'acme',
  notificationId: id,
  channel,
  target,
  state,
  attempted: 1,
  attempts: [attempt],
});
const erased = aDelivery('email', `${'0'.repeat(64)}@erased.invalid`, 'failed');
const failed = aDelivery('webhook', 'ep_1', 'failed');
/** It wants another type, so that nothing is held for it but what the ledger has. */
const off = anEndpoint({ tenant: 'acme', id: 'ep_2', types: ['invoice.*'], state: disabled('moves') });
const delivered = [aDelivery('webhook', 'ep_1', 'delivered'), aDelivery('email', 'ann@example.com', 'delivered')];

function world(history: RecordedHistory, endpoints: readonly Endpoint[] = []) {
  const [terminal, queue] = [testTerminal(), memoryChannelQueue()];
  const snapshot = { version: 1, endpoints: new Map(endpoints.map((one) => [one.id, one])), circuits: new Map() };
  const ports: NotificationReplayPorts = {
    table: 'ledger',
    ledger: { history: async () => history },
    records: { records: async () => (history.event ? [history.event] : []) },
    endpoints: { load: async () => snapshot },
    channels,
    clock: terminal.clock,
    openDigest: async () => testDigest,
    openQueue: async () => queue,
  };
  const replay = (options: ReplayOptions = {}) => printReplay(id, options, ports, terminal);
  return { replay, terminal, queue };
}

describe('a replay of a notification', () => {
  it('sends nothing without --yes, and says so', async () => {
    const { replay, terminal, queue } = world({ event, deliveries: [failed] });
    const line = `webhook  ${'ep_1'.padEnd(30)} failed: HTTP 503`;
    await replay();
    expect([terminal.output(), queue.sent]).toEqual([
      `${line}\nnothing was sent; with --yes these are attempted again\n`,
      [],
    ]);
    await replay({ yes: true });
    expect(terminal.output()).toContain(
      `${line}\nthese are attempted again, each when it is due: one to an endpoint whose circuit is open (\`carillon endpoints list\`) keeps its old state until then\n`,
    );
    expect(queue.sent.map(({ message }) => message.attributes.carillononly?.StringValue)).toEqual(['ep_1']);
  });

  it('lists deliveries to a disabled endpoint or an erased address as left out', async () => {
    const deliveries = [failed, aDelivery('webhook', 'ep_2', 'held'), erased];
    const { replay, terminal } = world({ event, deliveries }, [off]);
    await replay();
    expect(terminal.output()).toContain(`webhook  ${'ep_2'.padEnd(30)} held: left out, its endpoint is disabled`);
    expect(terminal.output()).toContain(`${erased.target} failed: left out, its address was erased`);
    await replay({ json: true });
    expect(JSON.parse(terminal.output().trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      replayed: false,
      deliveries: [{ channel: 'webhook', target: 'ep_1', state: 'failed' }],
      disabled: [{ channel: 'webhook', target: 'ep_2', state: 'held' }],
      erased: [{ channel: 'email', target: erased.target, state: 'failed' }],
    });
  });

  it.each<[string, string, RecordedHistory, ReplayOptions, string]>([
    [
      'is not recorded',
      'cli.unknown_id',
      { deliveries: [] },
      {},
      "take the id that `publish` printed, not SNS's message id; for another stack add --outputs",
    ],
    [
      'has no such target',
      'cli.unknown_target',
      { event, deliveries: delivered },
      { target: ['ep_9'] },
      `take addresses and endpoints as \`npx carillon status ${id}\` shows them`,
    ],
    [
      'was changed',
      'cli.record_malformed',
      { event: { ...event, text: event.text.replace('4711', '4712') }, deliveries: [failed] },
      {},
      'npx carillon audit verify --tenant acme names every record that was changed',
    ],
    [
      'is held for an endpoint that is disabled',
      'cli.endpoint_disabled',
      { event, deliveries: [aDelivery('webhook', 'ep_2', 'held')] },
      {},
      'npx carillon endpoints enable --tenant acme ep_2 --replay',
    ],
    [
      'went to an address that was erased',
      'cli.nothing_to_replay',
      { event, deliveries: [erased] },
      {},
      `npx carillon status ${id} shows how each delivery stands`,
    ],
    [
      'was refused',
      'cli.nothing_to_replay',
      { deliveries: [aDelivery('webhook', '', 'rejected')] },
      {},
      `npx carillon status ${id} shows why and on which channel; fix the cause and redrive the dead letter, or publish it again`,
    ],
    [
      'was delivered',
      'cli.nothing_to_replay',
      { event, deliveries: delivered },
      {},
      `npx carillon status ${id} shows how each delivery stands; publish --as-new delivers again what was delivered`,
    ],
    [
      'goes on by itself',
      'cli.nothing_to_replay',
      { event, deliveries: [{ ...aDelivery('webhook', 'ep_1', 'retrying'), dueAt: '2026-11-23T10:30:00Z' }] },
      {},
      `npx carillon status ${id} shows how each delivery stands; open deliveries go on by themselves; published anew, they would arrive twice`,
    ],
  ])('says what to do where it %s', async (_, code, history, options, fix) => {
    const { replay, queue } = world(history, [off]);
    await expect(replay({ ...options, yes: true })).rejects.toMatchObject({ code, fix });
    expect(queue.sent).toEqual([]);
  });

  it('names the table if nothing is recorded under the id', async () => {
    await expect(world({ deliveries: [] }).replay()).rejects.toMatchObject({
      message: `nothing is recorded under id '${id}' in table ledger`,
    });
  });
});

test('an unknown channel is refused with the known ones, before connecting to a stack', async () => {
  const terminal = testTerminal();
  expect(await runCli(['replay', notification.id, '--channel', 'sms'], terminal)).toBe(1);
  expect(terminal.errors()).toBe(
    `error cli.unknown_channel: there is no channel 'sms'\nfix: give one of ${channels.map(({ name }) => name).join(', ')}\n`,
  );
});
