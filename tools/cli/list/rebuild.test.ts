import { memoryListing } from '../../../shared/memory/memory-listing';
import { testTerminal } from '../testing/test-terminal';
import { rebuild } from './rebuild';

test('carillon rebuild-lists tells its progress on standard error, and the result on standard output', async () => {
  const row = { tenant: 'demo', id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', type: 'a.b', channels: 'email' };
  const contents = {
    listable: async function* () {
      yield [{ kind: 'accepted' as const, row: { ...row, acceptedAt: '2026-11-23T09:30:00.000Z', expiresAt: 9e9 } }];
    },
  };
  const details = { deliveriesOf: async () => [], acceptedOf: async () => [] };
  for (const json of [false, true]) {
    const [listing, terminal] = [memoryListing(), testTerminal()];
    await rebuild({ json }, { contents, listing, details }, terminal);
    expect([terminal.output(), terminal.errors()]).toEqual(
      json
        ? ['{"notifications":1,"deliveries":0}\n', '']
        : ['listed 1 notifications, looked at 0 deliveries\n', '1 notifications so far\n'],
    );
    expect(listing.notifications.size).toBe(1);
  }
});
