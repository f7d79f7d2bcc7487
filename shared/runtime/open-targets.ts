import type { Notification } from '../domain/notification/notification';
import type { ChannelDependencies } from './channel-dependencies';
import type { ReceivedMessage } from './message/received-message';

/** Targets with an open delivery of the notification; only those that `part` is for, if it is given. */
export const openTargets = (
  { id, tenant }: Pick<Notification, 'id' | 'tenant'>,
  { ledger, manifest }: ChannelDependencies,
  { only, range }: Pick<ReceivedMessage, 'only' | 'range'> = {},
): Promise<readonly string[]> =>
  ledger.openTargets({
    tenant,
    notificationId: id,
    channel: manifest.name,
    ...(only !== undefined && { target: only }),
    ...(range !== undefined && { range }),
  });
