import { versionOf } from '../../../shared/domain/listing/listing-row';
import { memoryListing } from '../../../shared/memory/memory-listing';
import { memoryReplayRuns } from '../../../shared/memory/memory-replay-runs';
import { stop } from '../replays/stop';
import { runCli } from '../run-cli';
import { testTerminal } from '../testing/test-terminal';
import { printReplayed, type ReplayFilterOptions } from './replay-filter';

const ID = '01JDCQ7Z3K9V5N8X2M4T6R0WYA';
const RUN = '01JDCQ7Z3K9V5N8X2M4T6R0WYB';

/** The terminal's clock stands at 23 November, 09:30. Each sleep of it is a step of the run. */
async function world(steps: readonly ('running' | 'done')[] = ['running', 'done']) {
  const [listing, runs] = [memoryListing(), memoryReplayRuns()];
  const key = { tenant: 'demo', id: RUN };
  let step = 0;
  const terminal = testTerminal({
    onSleep: async () => {
      const run = await runs.read(key);
      const lease = { until: '' };
      const counts = { found: ++step, sent: step, skipped: 0, failed: 0 };
      if (run) await runs.save({ ...run, counts, status: steps[step - 1] ?? 'done' }, lease, lease);
    },
  });
  const row = {
    tenant: 'demo',
    id: ID,
    type: 'order.shipped',
    channel: 'webhook',
    target: 'ep_1',
    state: 'failed',
    acceptedAt: '2026-11-22T09:30:00.000Z',
    version: versionOf('1'),
    expiresAt: 9e9,
  } as const;
  await listing.put({ notifications: [], deliveries: [row] });
  const ports = { listing, runs, clock: terminal.clock, newId: () => RUN };
  const replay = (options: Partial<ReplayFilterOptions> = {}) =>
    printReplayed({ tenant: 'demo', state: 'failed', ...options }, ports, terminal);
  return { replay, terminal, runs, key, ports };
}

describe('carillon replay --state', () => {
  it('lists what it finds, and begins nothing, without --yes', async () => {
    const { replay, terminal, runs } = await world();
    await replay();
    expect(terminal.output()).toBe(
      [
        'ACCEPTED                  ID                          TYPE           CHANNEL  ENDPOINT',
        `2026-11-22T09:30:00.000Z  ${ID}  order.shipped  webhook  ep_1`,
        'nothing was sent; with --yes 1 deliveries are attempted again\n',
      ].join('\n'),
    );
    await replay({ type: 'order.paid' });
    expect(terminal.output()).toMatch(/\nnothing was found\n$/);
    expect(await runs.running()).toEqual([]);
  });

  it('begins a run with --yes, and prints each progress until it ends', async () => {
    const { replay, terminal, runs, key } = await world();
    await replay({ yes: true, rate: 5, since: '7d', endpoint: 'ep_1' });
    const progress = (state: string, count: number) =>
      `${state}: ${count} deliveries of ${count} notifications sent, 0 notifications left out, 0 failed`;
    expect(terminal.output().split('\n').slice(1)).toEqual([
      progress('running', 0),
      progress('running', 1),
      progress('done', 2),
      '',
    ]);
    expect(terminal.output()).toMatch(
      new RegExp(
        `^replay ${RUN} begins within a minute, 5 deliveries a second; .*replays stop --tenant demo ${RUN} does`,
      ),
    );
    expect(await runs.read(key)).toMatchObject({
      ratePerSecond: 5,
      filter: { tenant: 'demo', state: 'failed', endpoint: 'ep_1', since: '2026-11-16T09:30:00.000Z' },
    });
  });

  it('can be stopped, and a run that is not there is named with what to give', async () => {
    const { runs, key, terminal, ports } = await world();
    await expect(stop(key, {}, { runs, clock: terminal.clock }, terminal)).rejects.toMatchObject({
      code: 'replay.unknown_run',
      fix: expect.stringMatching('--tenant'),
    });
    const counts = { found: 3, sent: 2, skipped: 1, failed: 0 };
    const now = terminal.clock.now().toISOString();
    const filter = { tenant: 'demo', state: 'failed', until: now } as const;
    const run = { id: RUN, filter, ratePerSecond: 1, status: 'running', counts, begunAt: now, updatedAt: now } as const;
    await ports.runs.begin({ ...run, failures: 0 });
    await stop(key, {}, { runs, clock: terminal.clock }, terminal);
    expect(terminal.output()).toBe(
      'stopped: 2 deliveries of 3 notifications sent, 1 notifications left out, 0 failed\n',
    );
  });

  it.each([
    [['replay', '--state', 'failed'], '--state requires --tenant'],
    [['replay', ID, '--state', 'failed', '--tenant', 'demo'], '--state cannot be used with an id or --target'],
    [['replay', '--tenant', 'demo', '--type', 'a.b'], '--type, --until and --rate require --state'],
    [['replay', '--state', 'failed', '--tenant', 'demo', '--yes', '--dry-run'], 'cannot be used with option'],
    [['replay', '--state', 'failed', '--tenant', 'demo', '--rate', '0'], 'expected a whole number from 1 to 100'],
  ])('refuses %p before it connects', async (args, message) => {
    const terminal = testTerminal();
    expect(await runCli(args, terminal)).toBe(1);
    expect(terminal.errors()).toContain(message);
  });
});
