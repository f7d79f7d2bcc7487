import { matchesValues } from '../filter-policy/match-attributes';
import type { ChannelManifest } from '../manifest/channel';
import type { Notification } from './notification';

/**
 * Whether SNS delivers a notification to this channel: `matches` of its filter policy for the `messageAttributes`, without
 * writing the attributes as texts and reading them again.
 */
export function isRoutedTo({ filterPolicy }: ChannelManifest, notification: Partial<Notification>): boolean {
  const { type, tenant, channels, severity } = notification;
  const isEmpty = (type ?? tenant ?? channels ?? severity) === undefined;
  return matchesValues(filterPolicy, (name) => routingValue(notification, name), isEmpty);
}

function routingValue({ type, tenant, channels, severity }: Partial<Notification>, name: string): unknown {
  if (name === 'channels') return channels?.split(',');
  if (name === 'type') return type;
  if (name === 'tenant') return tenant;
  return name === 'severity' ? severity : undefined;
}
