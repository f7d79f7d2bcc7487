import type { Notification } from '../domain/notification/notification';
import type { ChannelDependencies } from './channel-dependencies';

/** Targets with an open delivery of the notification; only `target`, if it is given. */
export const openTargets = (
  { id, tenant }: Pick<Notification, 'id' | 'tenant'>,
  { ledger, manifest }: ChannelDependencies,
  target?: string,
): Promise<readonly string[]> =>
  ledger.openTargets({
    tenant,
    notificationId: id,
    channel: manifest.name,
    ...(target !== undefined && { target }),
  });
