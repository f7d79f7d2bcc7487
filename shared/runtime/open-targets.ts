import type { Notification } from '../domain/notification/notification';
import type { ChannelDependencies } from './channel-dependencies';

/** Targets, or the one target, whose delivery of the notification has begun and is not finished. */
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
