import type { SourceQueue } from '../../ports/channel-queue';
import type { Clock } from '../../ports/clock';
import type { ParkedDeliveries } from '../../ports/ledger';
import type { Logger } from '../../ports/logger';
import type { SealKeys } from '../message/message-seal';

export interface SweepDependencies {
  readonly parked: ParkedDeliveries;
  /** By channel name. */
  readonly queues: Readonly<Record<string, SourceQueue>>;
  /** Keys that verify the seals of parked messages. */
  readonly keys: SealKeys;
  readonly clock: Clock;
  readonly log: Logger;
}
