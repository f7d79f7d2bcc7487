import { ulid } from 'ulid';
import { versionOf } from '../../domain/listing/listing-row';
import { memoryListing } from '../../memory/memory-listing';
import type { ChangedItem } from '../../ports/listing';
import { recordingLogger } from '../../testing/recording-logger';
import { rebuildListing } from './rebuild-listing';

const [tenant, acceptedAt, expiresAt] = ['acme', '2026-11-23T09:30:00.000Z', 9e9];
const accepted = (id: string): ChangedItem => ({
  kind: 'accepted',
  row: { tenant, id, type: 'a.b', channels: 'webhook', acceptedAt, expiresAt },
});
const delivery = (id: string, state: 'failed' | 'delivered'): ChangedItem => ({
  kind: 'delivery',
  delivery: {
    tenant,
    id,
    channel: 'webhook',
    target: 'ep_1',
    state,
    version: versionOf('0'),
    at: acceptedAt,
    expiresAt,
  },
});

function world(...pages: readonly ChangedItem[][]) {
  const [listing, progress] = [memoryListing(), [] as number[]];
  const contents = {
    listable: async function* () {
      yield* pages;
    },
  };
  const details = { acceptedOf: async () => [] };
  const ports = { contents, listing, details, log: recordingLogger() };
  const onProgress = ({ notifications }: { notifications: number }) => void progress.push(notifications);
  return { listing, progress, ports: { ...ports, onProgress } };
}

it('lists everything that the ledger has, and tells its progress', async () => {
  const [one, two] = [ulid(), ulid()];
  const { listing, progress, ports } = world([delivery(one, 'failed'), accepted(one)], [accepted(two)]);
  expect(await rebuildListing(ports)).toEqual({ notifications: 2, deliveries: 1 });
  expect([listing.notifications.size, progress]).toEqual([2, [1, 2]]);
  expect(await listing.rows({ tenant, state: 'failed' }, { limit: 9 })).toMatchObject([{ id: one, acceptedAt }]);
});

it('leaves what a change has written since', async () => {
  const id = ulid();
  const { listing, ports } = world([accepted(id), delivery(id, 'failed')]);
  const { delivery: known } = delivery(id, 'delivered') as Extract<ChangedItem, { kind: 'delivery' }>;
  const { at, ...row } = known;
  await listing.put({ notifications: [], deliveries: [{ ...row, acceptedAt, type: 'a.b', version: versionOf('7') }] });
  await rebuildListing(ports);
  expect(await listing.rows({ tenant, state: 'failed' }, { limit: 9 })).toEqual([]);
});

it('fails if rows cannot be written, and says to repeat it', async () => {
  const { ports } = world([accepted(ulid())]);
  const listing = { ...ports.listing, put: async (rows: object) => ({ ...rows, reason: 'throttled' }) as never };
  await expect(rebuildListing({ ...ports, listing })).rejects.toMatchObject({ code: 'list.rebuild_incomplete' });
});
