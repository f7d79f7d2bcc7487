import { channels } from '../../../handlers';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import { memoryLedger } from '../../memory/memory-ledger';
import { acceptedEvent } from '../../ports/ledger';
import { aNotification } from '../../testing/factories';
import { TestClock } from '../../testing/test-clock';
import { watchStatus } from './watch-status';

const notification = aNotification({ tenant: 'demo', channels: 'audit' });
const NOW = new Date('2026-11-23T09:30:00Z');

async function watch(acceptAfter: number) {
  const [ledger, waits]: [ReturnType<typeof memoryLedger>, number[]] = [memoryLedger(), []];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    if (waits.length === acceptAfter)
      await ledger.accept(acceptedEvent(notification, JSON.stringify(notification), NOW));
  };
  const ports = { ledger, endpoints: memoryEndpoints(), channels, clock: new TestClock(), sleep };
  const seen: string[] = [];
  for await (const { id } of watchStatus({ id: notification.id.toLowerCase() }, ports)) seen.push(id);
  return { seen, waits };
}

test('a notification is waited for, and looked at twice once nothing of it is open', async () => {
  const { id } = notification;
  expect(await watch(2)).toEqual({ seen: [id, id], waits: [1_000, 1_000, 1_000] });
});

test('an id that stays unknown is an error', async () => {
  await expect(watch(20)).rejects.toMatchObject({ code: 'cli.unknown_id' });
});
