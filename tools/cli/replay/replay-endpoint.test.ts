import { day, endpoint, linkAll, missedWorld } from '../../../shared/operations/replay/testing/missed-world';
import type { AuditRecord } from '../../../shared/ports/audit-chain';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { disabled } from '../../../shared/testing/factories';
import { disable as disableEndpoint } from '../endpoints/disable';
import { enable as enableEndpoint, enableWithReplay } from '../endpoints/enable';
import { type TestDesk, testDesk } from '../testing/test-desk';
import type { TestTerminalOptions } from '../testing/test-terminal';
import { printMissed } from './replay-endpoint';

/** The terminal's clock stands at 23 November, 09:30. */
function aDesk(state = endpoint.state, options: TestTerminalOptions = {}, overrides: Partial<Endpoint> = {}) {
  const desk = testDesk([{ ...endpoint, state, ...overrides }], options);
  const documents = () =>
    desk.terminal
      .output()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const replay = (since: string, given = {}) =>
    printMissed({ tenant: 'demo', endpoint: 'ep_1', since, yes: true, ...given }, desk);
  return { ...desk, ...missedWorld(desk), replay, documents };
}

describe('a replay to an endpoint', () => {
  it('sends what it missed since then, only to it, in the order of acceptance', async () => {
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
    expect(terminal.output()).toMatch(/\n5 deliveries will be attempted, each when it is due\n$/);
  });

  it('lists what it missed, and sends nothing, without --yes', async () => {
    const { accepted, sent, replay, terminal } = aDesk({ enabled: true, since: day(22), disabledSince: day(15) });
    const { id } = await accepted('missed', 20);
    await replay('7d', { yes: false });
    expect([sent(), terminal.output()]).toEqual([
      [],
      `${day(20)}  ${id}  order.shipped  held\nnothing was sent; with --yes 1 delivery will be attempted\n`,
    ]);
  });

  it('reports in JSON what it sent', async () => {
    const { accepted, replay, documents } = aDesk();
    const { id } = await accepted('failed', 20, 'failed');
    await replay('2026-11-20', { json: true });
    expect(documents()).toEqual([
      { notificationId: id, type: 'order.shipped', acceptedAt: day(20), state: 'failed' },
      { endpoint: 'ep_1', replayed: true, deliveries: 1, failed: 0, notLinked: 0 },
    ]);
  });

  it('reports that the endpoint missed nothing', async () => {
    const { replay, terminal } = aDesk();
    await replay('7d');
    expect(terminal.output()).toBe('the endpoint missed nothing\n');
  });

  describe('where no link lists all that was accepted yet', () => {
    const SAYS_HOW =
      ': run this again in a minute; `npx carillon audit verify --tenant demo` counts what is not linked yet\n';

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
        `nothing was found that the endpoint missed\nwhat tenant demo published in the last seconds, or earlier if the audit chain is late, may not be found yet${SAYS_HOW}`,
      ],
      ['JSON', true, '{"endpoint":"ep_1","replayed":true,"deliveries":0,"failed":0,"notLinked":null}\n'],
    ])('says in %s that it may be so where the ledger cannot tell', async (_, json, expected) => {
      const desk = aDesk();
      const { records, ...ports } = await desk.openReplay();
      const openReplay = async () => ({ ...ports, records: { ...records, acceptedSince: async () => undefined } });
      await printMissed({ tenant: 'demo', endpoint: 'ep_1', since: '7d', yes: true, json }, { ...desk, openReplay });
      expect(desk.terminal.output()).toBe(expected);
    });
  });

  it('does not report that nothing was missed if nothing could be sent', async () => {
    const desk = aDesk();
    await desk.accepted('missed', 20);
    const ports = await desk.openReplay();
    const queue = { offer: async (messages: readonly unknown[]) => messages.map(() => 'KmsDisabled') };
    const options = { tenant: 'demo', endpoint: 'ep_1', since: '7d', yes: true };
    const replay = printMissed(options, { ...desk, openReplay: async () => ({ ...ports, queue }) });
    await expect(replay).rejects.toMatchObject({ code: 'cli.replay_incomplete' });
    expect(desk.terminal.output()).not.toContain('missed nothing');
  });

  it('sends the others, and fails, if a record was changed or the queue refuses one', async () => {
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
    await expect(printMissed(options, { ...desk, openReplay })).rejects.toMatchObject({
      code: 'cli.replay_incomplete',
      message: expect.stringMatching(
        `^2 of 3 deliveries to ep_1 could not be sent: ${changed.id} \\(what is recorded is not the notification that was accepted: notification\\..*\\), ${refused.id} \\(KmsDisabled\\)$`,
      ),
    });
    expect(desk.sent()).toEqual([['missed', 'ep_1']]);
  });

  it('ignores an unsealed record that is for no webhook, or has expired', async () => {
    const desk = aDesk();
    const mail = await desk.accepted('mail', 20, undefined, { channels: 'email' });
    const expired = await desk.accepted('expired', 20, undefined, { expirytime: '2026-11-21T00:00:00Z' });
    for (const { id } of [mail, expired]) {
      const { seal, ...record } = desk.audit.store.records.get(id) as AuditRecord;
      desk.audit.store.records.set(id, record);
    }
    await desk.replay('7d');
    expect([desk.sent(), desk.terminal.output()]).toEqual([[], 'the endpoint missed nothing\n']);
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

  it("sends at most a third of what the endpoint's rate allows, and reports from when on more is left", async () => {
    const desk = aDesk(endpoint.state, {}, { ratePerSecond: 40 / (66 * 3_600) });
    for (let n = 0; n < 20; n++) await desk.accepted(`${n}`, 3 + n);
    await desk.replay(day(3));
    expect(desk.sent().map(([name]) => name)).toEqual(Array.from({ length: 14 }, (_, n) => `${n}`));
    expect(desk.terminal.output()).toMatch(`what was accepted since ${day(17)} is left`);
  });

  it('refuses a disabled or unknown endpoint, and a time that is not in the past', async () => {
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
  const enable = (desk: TestDesk, given = {}) => enableWithReplay('ep_1', { tenant: 'demo', ...given }, desk);
  const stateOf = async ({ registry }: TestDesk) => (await registry.find('demo', 'ep_1'))?.state;

  it('gets held deliveries, and those that fan-out omitted, also if they were accepted before it was disabled', async () => {
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
    });
  });

  it('gets what it missed in earlier periods, enabled without --replay or disabled again', async () => {
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
    });
  });

  describe('where a link was missing at the first look', () => {
    const A_DAY_AGO = day(22);
    const TWO_HOURS_AGO = '2026-11-23T07:30:00.000Z';
    const waiting = async (onSleep: (desk: ReturnType<typeof aDesk>) => Promise<void>) => {
      const desk: ReturnType<typeof aDesk> = aDesk(switchedOff, { onSleep: () => onSleep(desk) });
      await desk.accepted('missed', 20);
      await desk.accepted('missed lately', '2026-11-23T09:20:00.000Z');
      for (const moment of [A_DAY_AGO, TWO_HOURS_AGO]) await desk.recordedAt(moment);
      return desk;
    };
    const FOUND_FIRST = ['missed', 'missed lately'];
    const FOUND_LATER = [`recorded at ${A_DAY_AGO}`, `recorded at ${TWO_HOURS_AGO}`];

    it('does not report that it missed nothing while a link is missing, however old the notification', async () => {
      const desk = aDesk(switchedOff);
      for (const moment of [A_DAY_AGO, TWO_HOURS_AGO]) await desk.recordedAt(moment);
      await enable(desk);
      expect(desk.sent()).toEqual([]);
      expect(desk.terminal.output()).toMatch(
        /\nnothing was found that the endpoint missed\n2 more of tenant demo wait for their link in the audit chain, and are not found before: run this again in a minute;/,
      );
    });

    it.each<[string, boolean]>([
      ['text', false],
      ['JSON', true],
    ])('sends what is linked until the second look, each once, and says so in %s', async (_, json) => {
      const desk = await waiting((desk) => linkAll(desk, desk.terminal.clock));
      await enable(desk, { json });
      expect(desk.sent().map(([name]) => name)).toEqual([...FOUND_FIRST, ...FOUND_LATER]);
      if (json)
        expect(desk.documents().at(-1)).toEqual({
          endpoint: 'ep_1',
          replayed: true,
          deliveries: 4,
          failed: 0,
          notLinked: 0,
        });
      else expect(desk.terminal.output()).toMatch(/\n4 deliveries will be attempted, each when it is due\n$/);
    });
  });

  it('may be repeated after an interruption', async () => {
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

  it('is refused if it never was disabled, and stays disabled if queue or keys cannot be opened', async () => {
    await expect(enable(aDesk())).rejects.toMatchObject({ code: 'cli.endpoint_enabled' });
    const desk = aDesk(switchedOff);
    const openReplay = () => Promise.reject(new Error('no such queue'));
    await expect(enable({ ...desk, openReplay })).rejects.toThrow('no such queue');
    expect(await stateOf(desk)).toEqual(switchedOff);
  });
});
