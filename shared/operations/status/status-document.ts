import { circuitDocument } from '../../domain/delivery/circuit-document';
import type { Delivery } from '../../domain/delivery/claim';
import type { ChannelManifest } from '../../domain/manifest/channel';
import type { HeldDelivery } from './held-delivery';
import { ofOwner, ownerOf } from './owner';
import type { NamedHistory } from './read-history';
import { standing } from './standing';
import { isSuperseded } from './superseded';
import { circuitOf } from './with-circuits';

interface DocumentOptions {
  /** All that are deployed. */
  readonly channels: readonly ChannelManifest[];
  /** With the notification's text as it was received. */
  readonly withBody: boolean;
}

/** How a notification stands, and every attempt of each delivery: stable names, for machines. */
export function statusDocument(history: NamedHistory, { channels, withBody }: DocumentOptions): object {
  const { id, event, deliveries } = history;
  const owner = ownerOf(history);
  const { tenant, type, acceptedAt, text } = event ?? { tenant: owner };
  const { settled, awaited } = standing(history, channels);
  const own = ofOwner(history).deliveries;
  const documents = deliveries.map((delivery) => ({
    ...deliveryDocument(delivery),
    ...(delivery.tenant !== owner && { unowned: true, claimedTenant: delivery.tenant }),
    ...(isSuperseded(delivery, own) && { superseded: true }),
  }));
  return { id, tenant, type, acceptedAt, settled, awaited, deliveries: documents, ...(withBody && { text }) };
}

const deliveryDocument = ({ channel, target, state, attempted, ...delivery }: Delivery | HeldDelivery): object => ({
  channel,
  target,
  state,
  attempted,
  leaseUntil: delivery.leaseUntil,
  circuit: circuitDocument(circuitOf(delivery)),
  reason: 'heldBecause' in delivery ? delivery.heldBecause : undefined,
  notBefore: delivery.notBefore,
  dueAt: delivery.dueAt,
  feedback: delivery.feedback,
  returned: delivery.returned,
  attempts: delivery.attempts.map(({ n, at, outcome, durationMs, reason, exchange }) => ({
    n,
    at,
    outcome,
    durationMs,
    reason,
    exchange,
  })),
});
