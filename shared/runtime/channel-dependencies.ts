import type { Fault } from '../domain/kit/errors/coded-error';
import type { ChannelManifest } from '../domain/manifest/channel';
import type { Notification } from '../domain/notification/notification';
import type { ChannelQueue } from '../ports/channel-queue';
import type { Clock, Sleep } from '../ports/clock';
import type { AcceptedContents, DeliveryLedger } from '../ports/ledger';
import type { Logger } from '../ports/logger';
import type { OperationalEvents } from '../ports/operational-events';
import type { SealKeys } from './message/message-seal';

/** Dependencies that every step from a record to the response shares. */
export interface ChannelDependencies {
  readonly manifest: ChannelManifest;
  /** Names of the deployed channels. */
  readonly channels: readonly string[];
  /** Keys that seal Carillon's own message attributes. */
  readonly sealKeys: SealKeys;
  /** Faults that the catalogue finds in a notification, or in the readable part of one. */
  readonly catalogueFaults: (notification: Partial<Notification>) => readonly Fault[];
  readonly ledger: DeliveryLedger;
  readonly queue: ChannelQueue;
  readonly events: OperationalEvents;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Returns a number from 0 to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Longer than the function's timeout, so that no other worker takes over a claim while its owner still runs. */
  readonly leaseSeconds: number;
  readonly retryDelaysSeconds: readonly number[];
}

/** Dependencies of a channel that fans out to targets. */
export interface TargetDependencies extends ChannelDependencies {
  readonly contents: AcceptedContents;
}
