import { channels } from '../../../handlers';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { type Ledger, memoryLedger } from '../../../shared/memory/memory-ledger';
import { readStatus } from '../../../shared/operations/status/read-status';
import { watchStatus } from '../../../shared/operations/status/watch-status';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification } from '../../../shared/testing/factories';
import { type TestTerminal, testTerminal } from '../testing/test-terminal';
import { printStatus as print } from './print-status';

const NOW = new Date('2026-11-23T09:30:00Z');
const notification = aNotification({ tenant: 'demo', channels: 'email' });
const { id } = notification;
const text = JSON.stringify(notification);
const key = { tenant: 'demo', notificationId: id, channel: 'email', target: 'ada@example.com' };
const attempt = { n: 1, at: '2026-11-23T09:30:01.000Z', outcome: 'delivered', durationMs: 20 } as const;

const LEASE = '2026-11-23T09:31:00.000Z';

const accept = (ledger: Ledger) => ledger.accept(acceptedEvent(notification, text, NOW));
const claim = (ledger: Ledger) =>
  ledger.claim(key, {
    attempt: 1,
    now: NOW.toISOString(),
    leaseUntil: LEASE,
    leaseLimit: '2026-11-23T09:32:00.000Z',
  });
const settle = (ledger: Ledger) => ledger.settle(key, { n: 1, state: 'delivered', attempt, lease: LEASE });

interface Options {
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly body?: boolean;
}

/** Whether the id is known. */
async function printStatus(of: string, ledger: Ledger, options: Options, terminal: TestTerminal): Promise<boolean> {
  const ports = { ...terminal, ledger, endpoints: memoryEndpoints(), channels };
  const polls = options.watch ? watchStatus({ id: of }, ports) : once(readStatus({ id: of }, ports));
  const unknown = { code: 'cli.unknown_id', message: `nothing is recorded under id '${of}'` };
  return print(polls, options, terminal).then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject(unknown);
      return false;
    },
  );
}

async function* once<Result>(result: Promise<Result>): AsyncIterable<Result> {
  yield await result;
}

const HEADING = `order.shipped  ${id}  of tenant demo\n\n`;
const ACCEPTED = '2026-11-23T09:30:00.000Z       +0.0 s  accepted\n';
const DELIVERED =
  '2026-11-23T09:30:01.000Z       +1.0 s  email    ada@example.com                attempt 1 delivered in 20 ms\n';
const NOW_DELIVERED = '\nnow\n  email    ada@example.com                delivered\n';

test('an unknown id is reported at once', async () => {
  const terminal = testTerminal();
  expect(await printStatus(id, memoryLedger(), {}, terminal)).toBe(false);
  expect(terminal.output()).toBe('');
});

test('the known status is printed, without the body', async () => {
  const [ledger, terminal] = [memoryLedger(), testTerminal()];
  await accept(ledger);
  await claim(ledger);
  expect(await printStatus(id, ledger, {}, terminal)).toBe(true);
  expect(terminal.output()).toBe(
    `${HEADING}${ACCEPTED}\nnow\n  email    ada@example.com                being attempted until 2026-11-23T09:31:00.000Z, or interrupted: SQS returns the message then\n`,
  );
});

test('the body is printed as received with --body', async () => {
  const [ledger, terminal] = [memoryLedger(), testTerminal()];
  await accept(ledger);
  await printStatus(id, ledger, { body: true }, terminal);
  expect(terminal.output()).toContain(`\n\n${text}\n`);
});

test('JSON is one document', async () => {
  const [ledger, terminal] = [memoryLedger(), testTerminal()];
  await accept(ledger);
  await printStatus(id, ledger, { json: true }, terminal);
  expect(JSON.parse(terminal.output())).toEqual({
    id,
    tenant: 'demo',
    type: 'order.shipped',
    acceptedAt: NOW.toISOString(),
    settled: false,
    awaited: ['email'],
    deliveries: [],
  });
});

describe('watching', () => {
  const watch = async (steps: readonly ((ledger: Ledger) => Promise<unknown>)[], options = {}) => {
    const [ledger, open] = [memoryLedger(), [...steps]];
    let waits = 0;
    const onSleep = async () => {
      waits += 1;
      await open.shift()?.(ledger);
    };
    const terminal = testTerminal({ onSleep });
    const known = await printStatus(id, ledger, { watch: true, ...options }, terminal);
    return { known, waits, output: terminal.output() };
  };

  test('waits for the notification, prints every line once, and ends when a second look finds nothing open', async () => {
    expect(await watch([accept, claim, settle])).toEqual({
      known: true,
      waits: 4,
      output: `${HEADING}${ACCEPTED}${DELIVERED}${NOW_DELIVERED}`,
    });
  });

  test('prints no time before acceptance, to which times are relative, is known', async () => {
    expect((await watch([claim, settle, accept])).output).toBe(`${HEADING}${ACCEPTED}${DELIVERED}${NOW_DELIVERED}`);
  });

  test('prints JSON only at the end', async () => {
    const { output } = await watch([accept, claim, settle], { json: true });
    expect(JSON.parse(output)).toMatchObject({ settled: true, deliveries: [{ state: 'delivered' }] });
  });

  test('fails for an id that stays unknown', async () => {
    expect(await watch([])).toEqual({ known: false, waits: 19, output: '' });
  });
});
