import type { Fault } from '../domain/kit/errors/coded-error';
import type { ChannelManifest } from '../domain/manifest/channel';
import type { Notification } from '../domain/notification/notification';
import type { ChannelQueue } from '../ports/channel-queue';
import type { Clock, Sleep } from '../ports/clock';
import type { AcceptedContents, DeliveryLedger } from '../ports/ledger';
import type { Logger } from '../ports/logger';
import type { OperationalEvents } from '../ports/operational-events';
import type { SealKeys } from './message/message-seal';

/** What the steps from a record to the response run on. */
export interface ChannelDependencies {
  readonly manifest: ChannelManifest;
  /** Names of the channels that are deployed. */
  readonly channels: readonly string[];
  /** Keys of the seal over Carillon's message attributes. */
  readonly sealKeys: SealKeys;
  /** Faults that the catalogue finds in a notification, or in what can be read of one. */
  readonly catalogueFaults: (notification: Partial<Notification>) => readonly Fault[];
  readonly ledger: DeliveryLedger;
  readonly queue: ChannelQueue;
  readonly events: OperationalEvents;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Longer than the function's timeout, so that a claim is never taken over while its owner lives. */
  readonly leaseSeconds: number;
  readonly retryDelaysSeconds: readonly number[];
}

/** The same for a channel that fans out to targets. */
export interface TargetDependencies extends ChannelDependencies {
  readonly contents: AcceptedContents;
}
