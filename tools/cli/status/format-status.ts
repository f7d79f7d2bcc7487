import { channels } from '../../../handlers';
import { ofOwner, ownerOf } from '../../../shared/operations/status/owner';
import type { NamedHistory } from '../../../shared/operations/status/read-history';
import { isRefused, standing } from '../../../shared/operations/status/standing';
import { isSuperseded } from '../../../shared/operations/status/superseded';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { UNKNOWN_TENANT } from '../../../shared/runtime/examine';
import { deliveryDetails } from './delivery-details';
import { describeState } from './describe-state';
import { deliveryDetail, deliveryName } from './format-timeline';

/** First line of the output: `order.shipped  01M83…  of tenant demo`. */
export function formatHeading(history: NamedHistory): string {
  const { id, event, deliveries } = ofOwner(history);
  if (event) return `${event.type}  ${id}  of tenant ${event.tenant}`;
  const tenant = ownerOf(history) ?? UNKNOWN_TENANT;
  const whose = tenant === UNKNOWN_TENANT ? 'of an unknown tenant' : `of tenant ${tenant}`;
  return `${id}  ${whose}, ${isRefused(deliveries) ? 'refused' : 'not accepted yet'}`;
}

/** State of each delivery of the owner. Superseded and unowned notes are in the timeline alone. */
export function formatStanding(whole: NotificationHistory, now: Date): string {
  const history = ofOwner(whole);
  const deliveries = history.deliveries
    .filter((delivery) => !isSuperseded(delivery, history.deliveries))
    .flatMap((delivery) => [
      `${deliveryName(delivery)}${describeState(delivery, now)}`,
      ...deliveryDetails(delivery, now).map(deliveryDetail),
    ]);
  const awaited = standing(history, channels).awaited.map(
    (channel) => `${deliveryName({ channel, target: '' })}nothing is recorded yet`,
  );
  const lines = [...deliveries, ...awaited];
  return ['now', ...(lines.length > 0 ? lines : ['accepted; it reaches no other channel'])].join('\n  ');
}
