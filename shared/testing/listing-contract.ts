import { ulid } from 'ulid';
import type { DeliveryRow, NotificationRow } from '../domain/listing/listing-row';
import { positionOf, versionOf } from '../domain/listing/listing-row';
import type { ListedRow, ListingReader, ListingWriter } from '../ports/listing';
import { aTenant } from './factories';

export interface ListingUnderTest {
  readonly writer: ListingWriter;
  readonly reader: ListingReader;
}

const EXPIRES_AT = Date.parse('2099-01-01T00:00:00Z') / 1000;
const at = (minute: number): string => `2026-11-23T09:${String(minute).padStart(2, '0')}:00.000Z`;

/** Contract of every listing. Uses its own tenants, so that a table may be shared. */
export function describeListingContract(name: string, makeListing: () => ListingUnderTest): void {
  const aRow = (tenant: string, minute: number, overrides: Partial<NotificationRow> = {}): NotificationRow => ({
    tenant,
    id: ulid(),
    type: 'order.shipped',
    channels: 'email,webhook',
    acceptedAt: at(minute),
    expiresAt: EXPIRES_AT,
    ...overrides,
  });
  const aDelivery = (tenant: string, minute: number, overrides: Partial<DeliveryRow> = {}): DeliveryRow => ({
    tenant,
    id: ulid(),
    type: 'order.shipped',
    channel: 'webhook',
    target: 'ep_1',
    state: 'failed',
    version: versionOf('100'),
    acceptedAt: at(minute),
    expiresAt: EXPIRES_AT,
    ...overrides,
  });
  const listed = ({ version, ...row }: DeliveryRow): ListedRow => row;
  const NOTHING_LEFT = { notifications: [], deliveries: [] };

  describe(`${name}, as a listing`, () => {
    it('has the notifications of a tenant newest first, by type too, and those of no other tenant', async () => {
      const { writer, reader } = makeListing();
      const [tenant, other] = [aTenant(), aTenant()];
      const rows = Array.from({ length: 27 }, (_, n) => aRow(tenant, n, n % 2 === 0 ? { type: 'order.paid' } : {}));
      expect(await writer.put({ notifications: [...rows, aRow(other, 1)], deliveries: [] })).toEqual(NOTHING_LEFT);
      const newest = rows.toReversed();
      expect(await reader.rows({ tenant }, { limit: 100 })).toEqual(newest);
      const paid = newest.filter(({ type }) => type === 'order.paid');
      expect(await reader.rows({ tenant, type: 'order.paid' }, { limit: 100 })).toEqual(paid);
      expect(await reader.rows({ tenant, type: 'order' }, { limit: 100 })).toEqual([]);
    });

    it('reads a range: from a place on, since a time, at most so many', async () => {
      const { writer, reader } = makeListing();
      const tenant = aTenant();
      const rows = [5, 4, 3, 2, 1].map((minute) => aRow(tenant, minute));
      await writer.put({ notifications: rows, deliveries: [] });
      const [, fourth] = rows as [NotificationRow, NotificationRow];
      expect(await reader.rows({ tenant }, { limit: 2 })).toEqual(rows.slice(0, 2));
      expect(await reader.rows({ tenant }, { limit: 9, before: positionOf(fourth) })).toEqual(rows.slice(2));
      expect(await reader.rows({ tenant }, { limit: 9, before: at(4), since: at(2) })).toEqual(rows.slice(2, 4));
      expect(await reader.rows({ tenant }, { limit: 9, since: at(6) })).toEqual([]);
      expect(await reader.rows({ tenant }, { limit: 9, before: at(2), since: at(4) })).toEqual([]);
    });

    it('has a delivery in the list of its endpoint and in the set of its state, which it leaves when it is delivered', async () => {
      const { writer, reader } = makeListing();
      const tenant = aTenant();
      const failed = aDelivery(tenant, 1);
      const sets = async () => ({
        endpoint: await reader.rows({ tenant, endpoint: 'ep_1' }, { limit: 9 }),
        retrying: await reader.rows({ tenant, state: 'retrying' }, { limit: 9 }),
        failed: await reader.rows({ tenant, state: 'failed' }, { limit: 9 }),
      });
      await writer.put({ notifications: [], deliveries: [failed] });
      expect(await sets()).toEqual({ endpoint: [listed(failed)], retrying: [], failed: [listed(failed)] });
      const retrying = { ...failed, state: 'retrying', version: versionOf('101') } as const;
      await writer.put({ notifications: [], deliveries: [retrying] });
      expect(await sets()).toEqual({ endpoint: [listed(retrying)], retrying: [listed(retrying)], failed: [] });
      const delivered = { ...failed, state: 'delivered', version: versionOf('1000') } as const;
      await writer.put({ notifications: [], deliveries: [delivered] });
      expect(await sets()).toEqual({ endpoint: [listed(delivered)], retrying: [], failed: [] });
    });

    it.each<[string, DeliveryRow['state'], string]>([
      ['an endpoint', 'delivered', 'ep_1'],
      ['an address', 'sent', 'a1b2'],
    ])('keeps the last state of a delivery to %s, whatever comes later of an earlier one', async (_, state, target) => {
      const { writer, reader } = makeListing();
      const tenant = aTenant();
      const failed = aDelivery(tenant, 1, { target });
      const done = { ...failed, state, version: versionOf('101') };
      for (const row of [done, failed, done])
        expect(await writer.put({ notifications: [], deliveries: [row] })).toEqual(NOTHING_LEFT);
      expect(await reader.rows({ tenant, state: 'failed' }, { limit: 9 })).toEqual([]);
    });

    it('knows which deliveries have a row, also of those that were delivered', async () => {
      const { writer } = makeListing();
      const tenant = aTenant();
      const rows = [aDelivery(tenant, 1, { target: 'a1' }), aDelivery(tenant, 1, { target: '', state: 'rejected' })];
      const unknown = [aDelivery(tenant, 1, { target: 'a2' }), { ...aDelivery(tenant, 1), id: rows[0]?.id ?? '' }];
      await writer.put({ notifications: [], deliveries: rows });
      expect(await writer.known([...rows, ...unknown])).toEqual(rows);
    });
  });
}
