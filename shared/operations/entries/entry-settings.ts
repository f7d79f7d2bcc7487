import { ulid } from 'ulid';
import type { UnknownTypes } from '../../catalogue/type-faults';
import type { ChannelManifest } from '../../domain/manifest/channel';
import type { Clock } from '../../ports/clock';
import type { Settings } from '../../producer/prepare';

/** Defaults for attributes that entries omit, and the policy for unknown types. */
export interface EntryDefaults {
  /** URI reference of the producer, such as `/shop/orders`. */
  readonly source: string;
  /** @default none: every entry names its own */
  readonly tenant?: string | undefined;
  readonly unknownTypes: UnknownTypes;
}

export interface EntryPorts {
  readonly clock: Clock;
  /** All deployed channels. */
  readonly channels: readonly ChannelManifest[];
}

export const entrySettings = (
  { source, tenant, unknownTypes }: EntryDefaults,
  { clock, channels }: EntryPorts,
): Settings => ({ source, tenant, unknownTypes, clock, channels, ids: () => ulid(clock.now().getTime()) });
