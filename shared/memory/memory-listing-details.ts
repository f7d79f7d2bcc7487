import type { LedgerReader } from '../ports/ledger';
import type { AcceptedSummary, DeliveriesOfNotification, ListingDetails } from '../ports/listing';

/** Details of lists from the histories of a ledger. */
export const memoryListingDetails = ({ history }: Pick<LedgerReader, 'history'>): ListingDetails => ({
  deliveriesOf: (tenant, ids, limit) =>
    Promise.all(
      ids.map(async (id): Promise<DeliveriesOfNotification> => {
        const own = (await history(id)).deliveries.filter((one) => one.tenant === tenant);
        const deliveries = own.slice(0, limit).map(({ channel, target, state, attempted }) => ({
          channel,
          target,
          state,
          attempted,
        }));
        return { deliveries, hasMore: own.length > limit };
      }),
    ),
  acceptedOf: async (ids) => {
    const events = await Promise.all(ids.map(async (id) => (await history(id)).event));
    return events.flatMap((event): AcceptedSummary[] => (event ? [{ ...event, expiresAt: 9e9 }] : []));
  },
});
