import { ulid } from 'ulid';
import type { UnknownTypes } from '../catalogue/type-faults';
import type { ChannelManifest } from '../domain/manifest/channel';
import { type Clock, systemClock } from '../ports/clock';
import { deployedChannels } from './deployed-channels';
import type { Settings } from './prepare';

export interface SettingsOptions {
  /** URI reference of the producer, such as `/shop/orders`. At most 256 characters. */
  readonly source: string;
  /** @default none: every notification names its own */
  readonly tenant?: string;
  /** @default the system's */
  readonly clock?: Clock;
  /** Makes ids, which must be ULIDs. @default random ones of the clock's time */
  readonly ids?: () => string;
  /** The channels that are deployed. @default those of this version */
  readonly channels?: readonly ChannelManifest[];
  /**
   * Policy for types that are not in the catalogue. Use `allow` only if the stack's output `unknown_types` says so.
   * @default refuse, so that a misspelt type throws `notification.invalid`
   */
  readonly unknownTypes?: UnknownTypes;
}

/** Settings of a producer, with defaults. */
export function producerSettings({
  source,
  tenant,
  clock = systemClock,
  ids,
  channels = deployedChannels,
  unknownTypes = 'refuse',
}: SettingsOptions): Settings {
  return { source, tenant, clock, channels, unknownTypes, ids: ids ?? (() => ulid(clock.now().getTime())) };
}
