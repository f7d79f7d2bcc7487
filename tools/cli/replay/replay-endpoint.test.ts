import { appendRecords } from '../../../handlers/functions/audit-chain/append-records';
import type { DeliveryState, Settlement } from '../../../shared/domain/delivery/claim';
import type { Notification } from '../../../shared/domain/notification/notification';
import type { AuditRecord } from '../../../shared/ports/audit-chain';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification, anEndpoint, disabled } from '../../../shared/testing/factories';
import { chainPorts, recordInChain } from '../../../shared/testing/record-in-chain';
import { enableAndReplay } from '../endpoints/enable-and-replay';
import { disableEndpoint, enableEndpoint } from '../endpoints/switch-endpoint';
import { type TestDesk, testDesk } from '../testing/test-desk';
import type { TestTerminalOptions } from '../testing/test-terminal';
import { replayEndpoint } from './replay-endpoint';
import { Replayed, replayMissed } from './replay-missed';

const day = (date: number) => `2026-11-${String(date).padStart(2, '0')}T09:30:00.000Z`;
const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*'], createdAt: day(2) });
const wanted = (overrides: Partial<Notification> = {}) =>
  aNotification({ tenant: 'demo', type: 'order.shipped', channels: 'webhook,email', ...overrides });

/** The terminal's clock stands at 23 November, 09:30. */
function aDesk(state = endpoint.state, options: TestTerminalOptions = {}, overrides: Partial<Endpoint> = {}) {
  const desk = testDesk([{ ...endpoint, state, ...overrides }], options);
  const documents = () =>
    desk.terminal
      .output()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const names = new Map<string, string>();
  /** A notification that was accepted on that day, and how its delivery to the endpoint stands, if there is one. */
  const accepted = async (
    name: string,
    date: number | string,
    delivery?: DeliveryState,
    overrides: Partial<Notification> = {},
  ) => {
    const notification = wanted(overrides);
    const moment = typeof date === 'string' ? date : day(date);
    names.set(notification.id, name);
    const event = acceptedEvent(notification, JSON.stringify(notification), new Date(moment));
    await recordInChain([event], desk.audit);
    if (delivery) await settled(desk, notification, moment, delivery);
    return notification;
  };
  /** Recorded by the audit channel, and not linked by `audit-chain` yet. */
  const recordedAt = async (acceptedAt: string, tenant = 'demo') => {
    const notification = wanted({ tenant });
    await desk.audit.accept(acceptedEvent(notification, JSON.stringify(notification), new Date(acceptedAt)));
    names.set(notification.id, `recorded at ${acceptedAt}`);
  };
  const nameOf = (id: string) => names.get(id) ?? id;
  const sent = () =>
    desk.queue.sent.map(({ message }) => [
      nameOf(JSON.parse(message.body).id),
      message.attributes.carillononly?.StringValue,
    ]);
  const replay = (since: string, given = {}) =>
    replayEndpoint({ tenant: 'demo', endpoint: 'ep_1', since, yes: true, ...given }, desk);
  return { ...desk, accepted, recordedAt, sent, nameOf, replay, documents };
}

async function settled({ ledger }: TestDesk, { id, tenant }: Notification, at: string, state: DeliveryState) {
  const key = { tenant, notificationId: id, channel: 'webhook', target: 'ep_1' };
  const leaseUntil = new Date(Date.parse(at) + 86_400_000).toISOString();
  await ledger.claim(key, { attempt: 1, now: at, leaseUntil, leaseLimit: leaseUntil });
  if (state === 'claimed') return;
  const attempt = { n: 1, at, outcome: 'retry', durationMs: 1 } as const;
  await ledger.settle(key, { n: 1, state: state as Settlement['state'], lease: leaseUntil, attempt });
}

describe('a replay to an endpoint', () => {
  it('sends what it missed since then, to it alone, in the order of acceptance', async () => {
    const { accepted, sent, replay, terminal } = aDesk();
    await accepted('too old', 9);
    await accepted('missed', 10);
    for (const state of ['delivered', 'failed', 'suppressed', 'rejected', 'held'] as const)
      await accepted(state, 11, state);
    await accepted('left claimed', 12, 'claimed');
    await accepted('being attempted', 23, 'claimed');
    await accepted('not its type', 12, undefined, { type: 'invoice.created' });
    await accepted('mail alone', 12, undefined, { channels: 'email' });
    await accepted('of others', 12, undefined, { tenant: 'other' });
    await replay(day(10));
    expect(sent()).toEqual(['missed', 'failed', 'rejected', 'held', 'left claimed'].map((name) => [name, 'ep_1']));
    expect(terminal.output()).toMatch(/\n5 deliveries will be attempted, each when it is its turn\n$/);
  });

  it('shows, and sends nothing, without --yes', async () => {
    const { accepted, sent, replay, terminal } = aDesk();
    const { id } = await accepted('missed', 20);
    await replay('7d', { yes: false });
    expect([sent(), terminal.output()]).toEqual([
      [],
      `${day(20)}  ${id}  order.shipped  held\nnothing was sent; with --yes 1 delivery will be attempted\n`,
    ]);
  });

  it('names what has its turn to come, or was not wanted, apart from what was held while it was disabled', async () => {
    const state = { enabled: true, since: day(20), disabledSince: day(18), lastDisabled: day(18) };
    const { accepted, replay, documents } = aDesk(state, {}, { typesSince: day(17) });
    await accepted('not wanted then', 16);
    await accepted('held', 19);
    await accepted('its turn has to come', 21);
    await replay('9d', { yes: false, json: true });
    expect(documents().map(({ state }) => state)).toEqual(['not_begun', 'held', 'not_begun', undefined]);
  });

  it('says in JSON what it sent', async () => {
    const { accepted, replay, documents } = aDesk();
    const { id } = await accepted('failed', 20, 'failed');
    await replay('2026-11-20', { json: true });
    expect(documents()).toEqual([
      { notificationId: id, type: 'order.shipped', acceptedAt: day(20), state: 'failed' },
      { endpoint: 'ep_1', replayed: true, deliveries: 1, failed: 0, notLinked: 0 },
    ]);
  });

  it('says that there is nothing where there is nothing', async () => {
    const { replay, terminal } = aDesk();
    await replay('7d');
    expect(terminal.output()).toBe('the endpoint missed nothing\n');
  });

  describe('where no link lists all that was accepted yet', () => {
    const SAYS_HOW =
      ': do it again in a minute; `npx carillon audit verify --tenant demo` counts what is not linked yet\n';

    it('says how many it cannot find, and that it has found nothing', async () => {
      const { recordedAt, replay, terminal } = aDesk();
      for (const date of [9, 20, 21]) await recordedAt(day(date));
      await recordedAt(day(20), 'other');
      await replay(day(20));
      expect(terminal.output()).toBe(
        `nothing was found that the endpoint missed\n2 more of tenant demo wait for their link in the audit chain, and are not found before${SAYS_HOW}`,
      );
    });

    it('says so beside what it found', async () => {
      const { accepted, recordedAt, replay, sent, terminal } = aDesk();
      await accepted('missed', 20);
      await recordedAt(day(21));
      await replay('7d');
      expect(sent()).toEqual([['missed', 'ep_1']]);
      expect(terminal.output()).toMatch(/\n1 more of tenant demo waits for its link in the audit chain, and is not/);
    });

    it('says it in JSON', async () => {
      const { recordedAt, replay, documents } = aDesk();
      await recordedAt(day(20));
      await replay('7d', { json: true });
      expect(documents()).toEqual([{ endpoint: 'ep_1', replayed: true, deliveries: 0, failed: 0, notLinked: 1 }]);
    });

    it.each<[string, boolean, string]>([
      [
        'text',
        false,
        `nothing was found that the endpoint missed\nwhat tenant demo published in the last seconds, or longer ago where the audit chain is late, may not be found yet${SAYS_HOW}`,
      ],
      ['JSON', true, '{"endpoint":"ep_1","replayed":true,"deliveries":0,"failed":0,"notLinked":null}\n'],
    ])('says in %s that it may be so where the ledger cannot tell', async (_, json, expected) => {
      const desk = aDesk();
      const { records, ...ports } = await desk.openReplay();
      const openReplay = async () => ({ ...ports, records: { ...records, acceptedSince: async () => undefined } });
      await replayEndpoint({ tenant: 'demo', endpoint: 'ep_1', since: '7d', yes: true, json }, { ...desk, openReplay });
      expect(desk.terminal.output()).toBe(expected);
    });

    it('finds what is linked while it looks, and counts it no more', async () => {
      const desk = aDesk();
      await desk.recordedAt(day(20));
      const { records, ...ports } = await desk.openReplay();
      const head: typeof records.head = async (tenant) => {
        await recordInChain([], desk.audit);
        return records.head(tenant);
      };
      const openReplay = async () => ({ ...ports, records: { ...records, head } });
      const options = { tenant: 'demo', endpoint: 'ep_1', since: '7d', yes: true, json: true };
      await replayEndpoint(options, { ...desk, openReplay });
      expect(desk.documents().at(-1)).toMatchObject({ deliveries: 1, notLinked: 0 });
    });

    it('counts what the ledger forgets soon as found: it is linked', async () => {
      const desk = aDesk();
      await desk.accepted('forgotten tomorrow', 20);
      for (const link of desk.audit.store.chains.get('demo')?.values() ?? [])
        Object.assign(link, { keptUntil: Date.parse(day(23)) / 1000 });
      await desk.replay('7d', { json: true });
      expect(desk.documents()).toEqual([expect.objectContaining({ deliveries: 0, notLinked: 0 })]);
    });
  });

  it('does not say that nothing was missed where nothing could be sent', async () => {
    const desk = aDesk();
    await desk.accepted('missed', 20);
    const ports = await desk.openReplay();
    const queue = { offer: async (messages: readonly unknown[]) => messages.map(() => 'KmsDisabled') };
    const options = { tenant: 'demo', endpoint: 'ep_1', since: '7d', yes: true };
    const replay = replayEndpoint(options, { ...desk, openReplay: async () => ({ ...ports, queue }) });
    await expect(replay).rejects.toMatchObject({ code: 'cli.replay_incomplete' });
    expect(desk.terminal.output()).not.toContain('missed nothing');
  });

  it('sends the others, and fails, where a record was changed or the queue refuses', async () => {
    const desk = aDesk();
    const changed = await desk.accepted('changed', 20);
    const refused = await desk.accepted('refused', 20);
    await desk.accepted('missed', 21);
    const { records, ...ports } = await desk.openReplay();
    const tampered = async (ids: readonly string[]) =>
      (await records.records(ids)).map((one) => (one.id === changed.id ? { ...one, text: '{}' } : one));
    const offer: typeof desk.queue.offer = async (messages) => {
      const isRefused = ({ body }: { body: string }) => body.includes(refused.id);
      await desk.queue.offer(messages.filter((message) => !isRefused(message)));
      return messages.map((message) => (isRefused(message) ? 'KmsDisabled' : undefined));
    };
    const openReplay = async () => ({ ...ports, queue: { offer }, records: { ...records, records: tampered } });
    const options = { tenant: 'demo', endpoint: 'ep_1', since: '7d', yes: true };
    await expect(replayEndpoint(options, { ...desk, openReplay })).rejects.toMatchObject({
      code: 'cli.replay_incomplete',
      message: expect.stringMatching(
        `^2 of 3 deliveries to ep_1 could not be sent: ${changed.id} \\(what is recorded is not the notification that was accepted: notification\\..*\\), ${refused.id} \\(KmsDisabled\\)$`,
      ),
    });
    expect(desk.sent()).toEqual([['missed', 'ep_1']]);
  });

  it.each<[string, Partial<AuditRecord>]>([
    ['was changed, though it is a notification', { text: 'changed' }],
    ['has a seal of something else', { seal: '0'.repeat(64) }],
    ['has no seal', { seal: undefined as never }],
  ])('does not send a record that %s', async (_, change) => {
    const desk = aDesk();
    const { id } = await desk.accepted('missed', 20);
    const record = desk.audit.store.records.get(id) as AuditRecord;
    const text = record.text.replace('4711', '4712');
    desk.audit.store.records.set(id, { ...record, ...change, ...(change.text !== undefined && { text }) });
    await expect(desk.replay('7d')).rejects.toMatchObject({
      code: 'cli.replay_incomplete',
      message: expect.stringContaining('ledger.record.not_sealed'),
    });
    expect(desk.sent()).toEqual([]);
  });

  it('sends nothing that has expired', async () => {
    const { accepted, sent, replay } = aDesk();
    await accepted('expired', 20, undefined, { expirytime: day(22) });
    await accepted('not yet', 20, undefined, { expirytime: day(24) });
    await replay('7d');
    expect(sent().map(([name]) => name)).toEqual(['not yet']);
  });

  it('sends no more than a third of the turns that an endpoint with a rate has, and says from when on more is left', async () => {
    const desk = aDesk(endpoint.state, {}, { ratePerSecond: 40 / (66 * 3_600) });
    for (let n = 0; n < 20; n++) await desk.accepted(`${n}`, 3 + n);
    await desk.replay(day(3));
    expect(desk.sent().map(([name]) => name)).toEqual(Array.from({ length: 14 }, (_, n) => `${n}`));
    expect(desk.terminal.output()).toMatch(`what was accepted since ${day(17)} is left`);
  });

  it('finds what is more than a page', async () => {
    const { accepted, sent, replay } = aDesk();
    for (let n = 0; n < 60; n++) await accepted(`${n}`, 20);
    await replay('7d');
    expect(sent().map(([name]) => name)).toEqual(Array.from({ length: 60 }, (_, n) => `${n}`));
  });

  it('counts the turns over all pages, and remembers nothing of what it has sent', async () => {
    const desk = aDesk(endpoint.state, {}, { ratePerSecond: 90 / (66 * 3_600) });
    for (let n = 0; n < 60; n++) await desk.accepted(`${n}`, 20);
    const replayed = new Replayed({ ...endpoint, ratePerSecond: 90 / (66 * 3_600) });
    await replayMissed({ since: day(19), yes: true }, await desk.openReplay(), replayed);
    expect([replayed.sent, replayed.sought.done.size, replayed.leftSince]).toEqual([30, 0, day(20)]);
  });

  it('is refused where the endpoint is disabled, is none, or the time is none in the past', async () => {
    const { accepted, sent, replay } = aDesk(disabled('moves'));
    await accepted('missed', 20);
    await expect(replay('7d')).rejects.toMatchObject({ code: 'cli.endpoint_disabled' });
    await expect(replay('7d', { endpoint: 'ep_2' })).rejects.toMatchObject({ code: 'cli.unknown_endpoint' });
    for (const since of ['soon', '2026-02-30', '2026-11-24', '7', '-1d', '2026-11-20 09:30'])
      await expect(replay(since)).rejects.toMatchObject({ code: 'cli.since_malformed' });
    expect(sent()).toEqual([]);
  });
});

describe('an endpoint that is enabled with --replay', () => {
  const switchedOff = { ...disabled('moves'), since: day(15) };
  const enable = (desk: TestDesk, given = {}) => enableAndReplay('ep_1', { tenant: 'demo', ...given }, desk);
  const stateOf = async ({ registry }: TestDesk) => (await registry.find('demo', 'ep_1'))?.state;

  it('gets what is held, and what it was not counted in for, also where that was accepted before', async () => {
    const desk = aDesk(switchedOff);
    await desk.accepted('failed before', 12, 'failed');
    await desk.accepted('held before', 13, 'held');
    await desk.accepted('spread when it was disabled', 14);
    await desk.accepted('missed', 16);
    await desk.accepted('delivered', 17, 'delivered');
    await enable(desk);
    expect(desk.sent()).toEqual(['held before', 'spread when it was disabled', 'missed'].map((name) => [name, 'ep_1']));
    expect(await stateOf(desk)).toEqual({
      enabled: true,
      since: day(23),
      disabledSince: day(15),
      lastDisabled: day(15),
    });
  });

  it.each<[string, string, string, boolean]>([
    ['days ago', day(14), day(13), false],
    ['minutes ago', '2026-11-23T09:10:00.000Z', '2026-11-23T09:09:59.999Z', false],
    ['minutes ago, in a large ledger', '2026-11-23T09:10:00.000Z', '2026-11-23T09:09:59.999Z', true],
  ])('gets nothing from before it was added, %s', async (_, createdAt, before, cannotTell) => {
    const desk = aDesk({ ...disabled('moves'), since: createdAt }, {}, { createdAt });
    await desk.accepted('before', before);
    await desk.accepted('after', createdAt);
    const { records, ...ports } = await desk.openReplay();
    const acceptedSince = cannotTell ? async () => undefined : records.acceptedSince;
    const openReplay = async () => ({ ...ports, records: { ...records, acceptedSince } });
    await enable({ ...desk, openReplay });
    expect(desk.sent().map(([name]) => name)).toEqual(['after']);
  });

  it.each<[string, string, number]>([
    ['waits for its link is counted, where it', '2026-11-23T09:30:59.999Z', 1],
    ['it gets anyway is not counted, where that', '2026-11-23T09:31:00.000Z', 0],
  ])('says how much it may have missed: what %s was accepted at %s', async (_, acceptedAt, expected) => {
    const desk = aDesk(switchedOff, { onSleep: () => desk.recordedAt(acceptedAt) });
    await enable(desk, { json: true });
    expect(desk.documents().at(-1)).toMatchObject({ deliveries: 0, notLinked: expected });
  });

  it('gets nothing that it did not want before it was disabled, though its types name it today', async () => {
    const desk = aDesk(switchedOff, {}, { types: ['*'], typesSince: day(18) });
    const payment = { type: 'payment.failed' };
    await desk.accepted('never begun, before', 5, undefined, payment);
    await desk.accepted('in the ledger', 5, 'held', payment);
    await desk.accepted('since it was disabled', 16, undefined, payment);
    await desk.accepted('since it has its types', 19, undefined, payment);
    await enable(desk);
    expect(desk.sent().map(([name]) => name)).toEqual([
      'in the ledger',
      'since it was disabled',
      'since it has its types',
    ]);
  });

  it('gets nothing of new types from between two times that it was disabled', async () => {
    const desk = aDesk({ ...disabled('deploys'), since: day(22) }, {}, { types: ['*'], typesSince: day(21) });
    const state = { ...disabled('deploys'), since: day(22), disabledSince: day(4) };
    await desk.registry.change('demo', 'ep_1', { state });
    await desk.accepted('between', 10, undefined, { type: 'payment.failed' });
    await desk.accepted('held in between', 10, 'held');
    await enable(desk);
    expect(desk.sent().map(([name]) => name)).toEqual(['held in between']);
  });

  it('gets what it did not want before only where a replay is asked for since then', async () => {
    const desk = aDesk(endpoint.state, {}, { types: ['*'], typesSince: day(18) });
    await desk.accepted('before', 5, undefined, { type: 'payment.failed' });
    await desk.replay(day(4));
    expect(desk.sent().map(([name]) => name)).toEqual(['before']);
  });

  it('gets what it missed the times before, when it was enabled without, or disabled again', async () => {
    const desk = aDesk(switchedOff);
    await desk.accepted('first time', 16);
    await enableEndpoint('ep_1', { tenant: 'demo' }, desk);
    await disableEndpoint('ep_1', { tenant: 'demo', reason: 'again' }, desk);
    await desk.accepted('second time', 23);
    await enable(desk);
    expect(desk.sent().map(([name]) => name)).toEqual(['first time', 'second time']);
    expect(await stateOf(desk)).toEqual({
      enabled: true,
      since: day(23),
      disabledSince: day(15),
      lastDisabled: day(23),
    });
  });

  it('gets, once, what functions did not count it in for, until they knew that it is enabled', async () => {
    const desk = aDesk(switchedOff, {
      onSleep: async () => {
        // By the clock of a function that is behind.
        desk.terminal.clock.advanceSeconds(1_800);
        await desk.accepted('came meanwhile', 23);
      },
    });
    await desk.accepted('missed', 23);
    await enable(desk, { json: true });
    expect(desk.sent().map(([name]) => name)).toEqual(['missed', 'came meanwhile']);
    expect(desk.documents().at(-1)).toMatchObject({ deliveries: 2, failed: 0, notLinked: 0 });
  });

  it('gets, once, what a function that took it for disabled held meanwhile, however long ago that was accepted', async () => {
    const lease = day(17);
    const desk = aDesk(switchedOff, {
      onSleep: async () => {
        const key = { tenant: 'demo', notificationId: retried.id, channel: 'webhook', target: 'ep_1' };
        const attempt = { n: 1, at: day(23), outcome: 'held', durationMs: 1 } as const;
        await desk.ledger.settle(key, { n: 1, state: 'held', lease, attempt });
      },
    });
    const retried = await desk.accepted('its next attempt came', 16, 'claimed');
    await desk.accepted('missed', 17);
    await enable(desk, { json: true });
    expect(desk.sent().map(([name]) => name)).toEqual(['missed', 'its next attempt came']);
    expect(desk.documents().at(-1)).toMatchObject({ deliveries: 2, failed: 0, notLinked: 0 });
  });

  describe('where a link was missing at the first look', () => {
    const A_DAY_AGO = day(22);
    const TWO_HOURS_AGO = '2026-11-23T07:30:00.000Z';
    const LAST_LINE = (deliveries: number, notLinked: number | null) => ({
      endpoint: 'ep_1',
      replayed: true,
      deliveries,
      failed: 0,
      notLinked,
    });
    /** The chain as it stands later: everything that was recorded is linked. */
    const linkAll = async (desk: TestDesk) => {
      desk.terminal.clock.advanceSeconds(60);
      const inserted = desk.audit.stream.splice(0);
      await appendRecords('demo', inserted, chainPorts(desk.audit, desk.terminal.clock.now().toISOString()));
    };
    const waiting = async (onSleep: (desk: ReturnType<typeof aDesk>) => Promise<void> = async () => undefined) => {
      const desk: ReturnType<typeof aDesk> = aDesk(switchedOff, { onSleep: () => onSleep(desk) });
      await desk.accepted('missed', 20);
      await desk.accepted('missed lately', '2026-11-23T09:20:00.000Z');
      for (const moment of [A_DAY_AGO, TWO_HOURS_AGO]) await desk.recordedAt(moment);
      return desk;
    };
    const FOUND_FIRST = ['missed', 'missed lately'];
    const FOUND_LATER = [`recorded at ${A_DAY_AGO}`, `recorded at ${TWO_HOURS_AGO}`];

    it('does not say that it missed nothing while that waits, however long ago it was accepted', async () => {
      const desk = aDesk(switchedOff);
      for (const moment of [A_DAY_AGO, TWO_HOURS_AGO]) await desk.recordedAt(moment);
      await enable(desk);
      expect(desk.sent()).toEqual([]);
      expect(desk.terminal.output()).toMatch(
        /\nnothing was found that the endpoint missed\n2 more of tenant demo wait for their link in the audit chain, and are not found before: do it again in a minute;/,
      );
    });

    it('counts in JSON what still waits, and sends once what was found', async () => {
      const desk = await waiting();
      await enable(desk, { json: true });
      expect(desk.sent().map(([name]) => name)).toEqual(FOUND_FIRST);
      expect(desk.documents().at(-1)).toEqual(LAST_LINE(2, 2));
    });

    it.each<[string, boolean]>([
      ['text', false],
      ['JSON', true],
    ])('sends what is linked until the second look, each once, and says so in %s', async (_, json) => {
      const desk = await waiting(linkAll);
      await enable(desk, { json });
      expect(desk.sent().map(([name]) => name)).toEqual([...FOUND_FIRST, ...FOUND_LATER]);
      if (json) expect(desk.documents().at(-1)).toEqual(LAST_LINE(4, 0));
      else expect(desk.terminal.output()).toMatch(/\n4 deliveries will be attempted, each when it is its turn\n$/);
    });

    it('sends what is linked by then and counts what is not', async () => {
      const desk = await waiting(async (desk) => {
        await linkAll(desk);
        await desk.recordedAt(day(19));
      });
      await enable(desk, { json: true });
      expect(desk.sent().map(([name]) => name)).toEqual([...FOUND_FIRST, ...FOUND_LATER]);
      expect(desk.documents().at(-1)).toEqual(LAST_LINE(4, 1));
    });

    it('sends what was neither recorded nor linked at the first look, long after it was accepted', async () => {
      const desk = aDesk(switchedOff, {
        onSleep: async () => {
          await desk.recordedAt(A_DAY_AGO);
          await linkAll(desk);
        },
      });
      await enable(desk, { json: true });
      expect(desk.sent()).toEqual([[`recorded at ${A_DAY_AGO}`, 'ep_1']]);
      expect(desk.documents().at(-1)).toEqual(LAST_LINE(1, 0));
    });

    it('sends once what is recorded and linked while the first look is on', async () => {
      const desk = aDesk(switchedOff);
      const { records, ...ports } = await desk.openReplay();
      let looks = 0;
      const acceptedSince: typeof records.acceptedSince = async (tenant, since) => {
        const before = await records.acceptedSince(tenant, since);
        if (++looks === 1) await desk.accepted('in between', A_DAY_AGO);
        return before;
      };
      const openReplay = async () => ({ ...ports, records: { ...records, acceptedSince } });
      await enable({ ...desk, openReplay }, { json: true });
      expect([desk.sent(), looks]).toEqual([[['in between', 'ep_1']], 2]);
      expect(desk.documents().at(-1)).toEqual(LAST_LINE(1, 0));
    });

    it.each<[string, number]>([
      ['first', 1],
      ['second', 2],
    ])('does not know how much waits where the ledger cannot tell at the %s look', async (_, silent) => {
      const desk = await waiting(async ({ accepted }) => void (await accepted('came meanwhile', day(23))));
      // The stream is lost, so that nothing links what waits when the next is accepted.
      desk.audit.stream.splice(0);
      const { records, ...ports } = await desk.openReplay();
      let looks = 0;
      const acceptedSince: typeof records.acceptedSince = async (tenant, since) =>
        ++looks === silent ? undefined : records.acceptedSince(tenant, since);
      const openReplay = async () => ({ ...ports, records: { ...records, acceptedSince } });
      await enable({ ...desk, openReplay }, { json: true });
      expect(desk.sent().map(([name]) => name)).toEqual([...FOUND_FIRST, 'came meanwhile']);
      expect(desk.documents().at(-1)).toEqual(LAST_LINE(3, null));
    });
  });

  it('may be asked for again where it was interrupted', async () => {
    const desk = aDesk(switchedOff);
    const { id } = await desk.accepted('missed', 16);
    const openReplay = async () => {
      const ports = await desk.openReplay();
      return { ...ports, queue: { offer: () => Promise.reject(new Error('killed')) } };
    };
    await expect(enable({ ...desk, openReplay })).rejects.toThrow('killed');
    await enable(desk);
    expect(desk.sent().map(([name]) => name)).toEqual(['missed']);
    expect(desk.terminal.output()).toContain(`${day(16)}  ${id}  order.shipped  held`);
  });

  it('is refused where it never was disabled, and left as it is where what finds them cannot be opened', async () => {
    await expect(enable(aDesk())).rejects.toMatchObject({ code: 'cli.endpoint_enabled' });
    const desk = aDesk(switchedOff);
    const openReplay = () => Promise.reject(new Error('no such queue'));
    await expect(enable({ ...desk, openReplay })).rejects.toThrow('no such queue');
    expect(await stateOf(desk)).toEqual(switchedOff);
  });
});
