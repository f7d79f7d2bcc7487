import type { NotificationHistory } from '../../ports/ledger';

/**
 * Any message can name any id. The tenant whose notification was accepted under it owns it; before that, the one of its
 * deliveries, which are made of whole notifications; else the one that all refusals name. Undefined where they differ.
 */
export function ownerOf({ event, deliveries }: NotificationHistory): string | undefined {
  if (event) return event.tenant;
  const targeted = deliveries.filter(({ target }) => target !== '');
  const tenants = new Set((targeted.length > 0 ? targeted : deliveries).map(({ tenant }) => tenant));
  return tenants.size === 1 ? [...tenants][0] : undefined;
}

/** Without what others put under the id of the owner, which is known by now. */
export function ofOwner<History extends NotificationHistory>(history: History): History {
  const owner = ownerOf(history);
  if (owner === undefined) return history;
  return { ...history, deliveries: history.deliveries.filter(({ tenant }) => tenant === owner) };
}

/**
 * Empty if another tenant owns it. Otherwise without what others put under the id, whose names are theirs alone.
 *
 * @param tenant @default everything is returned
 */
export function ownedBy<History extends NotificationHistory>(
  history: History,
  tenant: string | undefined,
): NotificationHistory | History {
  if (tenant === undefined) return history;
  return ownerOf(history) === tenant ? ofOwner(history) : { deliveries: [] };
}
