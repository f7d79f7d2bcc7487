import type { DynamoDBRecord, SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { erasedAddress } from '../../../shared/domain/audit-chain/address-digest';
import { type DeliveryState, FINAL_STATES } from '../../../shared/domain/delivery/claim';
import { isListedState, LISTED_STATES } from '../../../shared/domain/listing/listing-row';
import { memoryListing } from '../../../shared/memory/memory-listing';
import type { AcceptedSummary, ListingRows } from '../../../shared/ports/listing';
import { aRecord } from '../../../shared/testing/factories';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { testDigest } from '../../../shared/testing/sealed';
import { TestClock } from '../../../shared/testing/test-clock';
import { listBatch, listLater } from './list-batch';
import { ACCEPTED_AT, accepted, changed, EXPIRES_AT, settled } from './testing/stream';

const TENANT = 'acme';
const INVOCATION = { remainingMs: () => 60_000 };

function world() {
  const listing = memoryListing();
  const queue: string[] = [];
  const records = new Map<string, AcceptedSummary>();
  const log = recordingLogger();
  const [clock, reads] = [new TestClock(), [] as string[][]];
  const dependencies = {
    listing,
    log,
    clock,
    sleep: async () => undefined,
    digest: testDigest,
    later: { send: async (body: string) => void queue.push(body) },
    details: {
      acceptedOf: async (ids: readonly string[]) => {
        reads.push([...ids]);
        return ids.flatMap((id) => records.get(id) ?? []);
      },
    },
  };
  const idsOf = async (list: { state: string } | { endpoint: string } | Record<string, never>) =>
    (await listing.rows({ tenant: TENANT, ...list } as never, { limit: 1000 })).map(({ id }) => id);
  const list = (Records: DynamoDBRecord[]) => listBatch({ Records }, dependencies);
  const later = (receiveCount: number) => {
    const messages = queue.splice(0).map((body) => aRecord({ body, attributes: {} }, { receiveCount }));
    return listLater({ Records: messages } as SQSEvent, dependencies, INVOCATION);
  };
  return { listing, queue, records, log, reads, dependencies, list, later, idsOf };
}

const DONE = { batchItemFailures: [] };

describe('the function listing', () => {
  it('lists an accepted notification with its channels, and nothing of its content', async () => {
    const { list, listing } = world();
    const id = ulid();
    expect(await list([accepted({ id, tenant: TENANT, channels: 'email,audit' })])).toEqual(DONE);
    expect([...listing.notifications.values()]).toEqual([
      {
        tenant: TENANT,
        id,
        type: 'order.shipped',
        channels: 'email,audit',
        acceptedAt: ACCEPTED_AT,
        expiresAt: EXPIRES_AT,
      },
    ]);
  });

  it('lists a delivery at the acceptance of its notification, by the same batch or by a read of the record', async () => {
    const { list, listing, records, reads } = world();
    const [inBatch, earlier] = [ulid(), ulid()];
    records.set(earlier, {
      id: earlier,
      tenant: TENANT,
      type: 'a.b',
      acceptedAt: '2026-11-22T00:00:00.000Z',
      expiresAt: 9e9,
    });
    await list([
      accepted({ id: inBatch, tenant: TENANT }),
      settled({ tenant: TENANT, id: inBatch, target: 'ep_1' }, 'delivered'),
      settled({ tenant: TENANT, id: earlier, target: 'ep_1' }, 'failed'),
    ]);
    expect(reads).toEqual([[earlier]]);
    expect([...listing.deliveries.values()].map(({ version, ...row }) => row)).toEqual([
      {
        tenant: TENANT,
        id: inBatch,
        channel: 'webhook',
        target: 'ep_1',
        state: 'delivered',
        type: 'order.shipped',
        acceptedAt: ACCEPTED_AT,
        expiresAt: EXPIRES_AT,
      },
      {
        tenant: TENANT,
        id: earlier,
        channel: 'webhook',
        target: 'ep_1',
        state: 'failed',
        type: 'a.b',
        acceptedAt: '2026-11-22T00:00:00.000Z',
        expiresAt: 9e9,
      },
    ]);
  });

  it('keeps a delivery whose notification is not accepted yet, and lists it later at its acceptance', async () => {
    const { list, later, queue, records, listing, log } = world();
    const id = ulid();
    expect(await list([settled({ tenant: TENANT, id, target: 'ep_1' }, 'failed')])).toEqual(DONE);
    expect(queue).toHaveLength(1);
    expect((await later(1)).batchItemFailures).toHaveLength(1);
    await list([settled({ tenant: TENANT, id, target: 'ep_1' }, 'failed')]);
    records.set(id, { id, tenant: TENANT, type: 'a.b', acceptedAt: ACCEPTED_AT, expiresAt: EXPIRES_AT });
    expect(await later(2)).toEqual(DONE);
    expect([...listing.deliveries.values()]).toMatchObject([{ id, acceptedAt: ACCEPTED_AT, type: 'a.b' }]);
    expect(log.lines.some(({ event }) => event === 'rows_not_written')).toBe(false);
  });

  it('lists a delivery without a record at the time of its own, at the third receive; a refused message at once', async () => {
    const { list, later, listing } = world();
    const [id, refused] = [ulid(), '059f36b4-87a3-44ab-83d2-661975830a7d'];
    await list([
      settled({ tenant: TENANT, id, target: 'ep_1' }, 'failed'),
      settled({ tenant: TENANT, id: refused, channel: 'email', target: '' }, 'rejected'),
    ]);
    expect([...listing.deliveries.values()].map((row) => row.id)).toEqual([refused]);
    expect(await later(3)).toEqual(DONE);
    expect([...listing.deliveries.values()].map(({ id: of, acceptedAt }) => [of, acceptedAt])).toEqual([
      [refused, '2026-11-23T09:30:01.000Z'],
      [id, '2026-11-23T09:30:01.000Z'],
    ]);
  });

  it('has no address, and the same row after the address is erased', async () => {
    const { list, listing, idsOf } = world();
    const id = ulid();
    const mail = { tenant: TENANT, id, channel: 'email' };
    await list([accepted({ id, tenant: TENANT }), settled({ ...mail, target: 'Ann@example.com' }, 'failed')]);
    await list([
      accepted({ id, tenant: TENANT }),
      settled({ ...mail, target: erasedAddress('ann@example.com', testDigest) }, 'failed'),
    ]);
    expect(listing.deliveries.size).toBe(1);
    expect(JSON.stringify([...listing.deliveries, ...listing.notifications])).not.toMatch(/ann@|example/i);
    expect(await idsOf({ state: 'failed' })).toEqual([id]);
  });

  it('lists no mail that was sent at once, and takes one out of its set that was sent later', async () => {
    const { list, listing, idsOf } = world();
    const [sent, retried] = [ulid(), ulid()];
    const mail = (id: string, state: DeliveryState) =>
      settled({ tenant: TENANT, id, channel: 'email', target: 'ann@example.com' }, state);
    const both = [accepted({ id: sent, tenant: TENANT }), accepted({ id: retried, tenant: TENANT })];
    await list([...both, mail(sent, 'sent'), mail(retried, 'retrying')]);
    expect(await idsOf({ state: 'retrying' })).toEqual([retried]);
    await list([...both, mail(sent, 'delivered'), mail(retried, 'sent')]);
    expect([...listing.deliveries.values()].map(({ id }) => id)).toEqual([retried]);
    expect(await idsOf({ state: 'retrying' })).toEqual([]);
  });

  it('leaves out what no function wrote, with a line that has nothing of it', async () => {
    const { list, listing, log } = world();
    const id = ulid();
    const forged = [
      { pk: id, sk: 'E' },
      { pk: 'C#acme', sk: 'E', tenant: TENANT, type: 'a', acceptedAt: ACCEPTED_AT, expiresAt: 1 },
      { pk: id, sk: 'E', tenant: TENANT, type: 'a', acceptedAt: 'now', expiresAt: 1 },
      { pk: id, sk: 'D#webhook#ep_1', tenant: TENANT, channel: 'webhook', target: 'ep_1', state: 'lost', expiresAt: 1 },
    ];
    expect(await list(forged.map((item) => changed(item, 'INSERT')))).toEqual(DONE);
    expect([listing.notifications.size, listing.deliveries.size]).toEqual([0, 0]);
    expect(log.lines.find(({ event }) => event === 'changes_not_listable')).toMatchObject({ fields: { records: 4 } });
  });

  it('puts what the table refuses into the queue, and holds the batch only if the queue fails too', async () => {
    const { dependencies, queue, later, idsOf } = world();
    const id = ulid();
    const records = [accepted({ id, tenant: TENANT }), settled({ tenant: TENANT, id, target: 'ep_1' }, 'failed')];
    const refusing = { ...dependencies.listing, put: async (rows: ListingRows) => ({ ...rows, reason: 'throttled' }) };
    expect(await listBatch({ Records: records }, { ...dependencies, listing: refusing })).toEqual(DONE);
    expect(queue).toHaveLength(2);
    expect(await later(1)).toEqual(DONE);
    expect([await idsOf({}), await idsOf({ state: 'failed' })]).toEqual([[id], [id]]);
    const send = () => Promise.reject(new Error('no queue'));
    const { batchItemFailures } = await listBatch(
      { Records: records },
      { ...dependencies, listing: refusing, later: { send } },
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber }]);
  });

  it('has every delivery in the set of its last state and in no other, however the changes are batched, repeated and mixed', async () => {
    const states = fc.constantFrom<DeliveryState>('retrying', 'failed', 'held', 'rejected', 'suppressed', 'delivered');
    const ids = [ulid(), ulid(), ulid()];
    const history = fc.array(fc.record({ of: fc.nat(2), endpoint: fc.nat(1), state: states }), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), async (changes, shuffle) => {
        const { list, later, idsOf, queue, records } = world();
        for (const id of ids)
          records.set(id, { id, tenant: TENANT, type: 'a.b', acceptedAt: ACCEPTED_AT, expiresAt: EXPIRES_AT });
        const last = new Map<string, { id: string; state: DeliveryState }>();
        const all = ids.map((id) => accepted({ id, tenant: TENANT }));
        for (const { of, endpoint, state } of changes) {
          const [id, target] = [ids[of] ?? '', `ep_${endpoint}`];
          // Nothing follows a delivered one.
          if (last.get(`${id} ${target}`)?.state === 'delivered') continue;
          last.set(`${id} ${target}`, { id, state });
          all.push(settled({ tenant: TENANT, id, target }, state));
        }
        const mixed = all
          .flatMap((record, n) => ((shuffle[n % 20] ?? 0) % 3 === 0 ? [record, record] : [record]))
          .map((record, n) => ({ record, at: (shuffle[n % 20] ?? 0) + n }))
          .toSorted((left, right) => left.at - right.at)
          .map(({ record }) => record);
        for (let n = 0; n < mixed.length; n += 3) await list(mixed.slice(n, n + 3));
        await list(all.slice(0, 3));
        while (queue.length > 0) await later(3);
        for (const state of LISTED_STATES) {
          const expected = [...last.values()].filter((one) => one.state === state).map(({ id }) => id);
          expect((await idsOf({ state })).toSorted()).toEqual(expected.toSorted());
        }
        expect((await idsOf({})).toSorted()).toEqual(ids.toSorted());
      }),
      { numRuns: 60 },
    );
  });
});

test('every final state is either listed, or of something that was handed over', () => {
  expect(FINAL_STATES.filter((state) => !isListedState(state)).toSorted()).toEqual(['delayed', 'delivered', 'sent']);
});
