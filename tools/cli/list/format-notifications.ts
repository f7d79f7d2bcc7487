import { groupBy } from '../../../shared/domain/kit/chunks/group-by';
import type { ListedNotification } from '../../../shared/operations/listing/list-notifications';
import { table } from '../table';

interface Format {
  readonly json?: boolean | undefined;
  /** Cursor to name at the end. */
  readonly next?: string | undefined;
  readonly withHeadings: boolean;
}

/** A line for each notification; then the cursor of the next page, if there is one. */
export function formatNotifications(
  notifications: readonly ListedNotification[],
  { json, next, withHeadings }: Format,
): string {
  if (json) {
    const lines = notifications.map((one) => JSON.stringify(one));
    return [...lines, ...(next === undefined ? [] : [JSON.stringify({ next })])].join('\n');
  }
  const headings = withHeadings ? [HEADINGS] : [];
  const rows = notifications.map((one) => [one.acceptedAt, one.id, one.type, deliveriesText(one)]);
  const listed = rows.length > 0 ? table([...headings, ...rows]) : NOTHING;
  return next === undefined ? listed : `${listed}\nmore: --cursor ${next}`;
}

const HEADINGS = ['ACCEPTED', 'ID', 'TYPE', 'DELIVERIES'];
const NOTHING = 'no notifications here';

/** Such as `email sent, webhook delivered 3 failed 1`. */
export function deliveriesText({ deliveries, hasMoreDeliveries }: ListedNotification): string {
  const channels = [...groupBy(deliveries, ({ channel }) => channel)].map(([channel, own]) => {
    const states = [...groupBy(own, ({ state }) => state)];
    return `${channel} ${states.map(([state, { length }]) => (length > 1 ? `${state} ${length}` : state)).join(' ')}`;
  });
  return [...channels, ...(hasMoreDeliveries ? ['more'] : [])].join(', ');
}
