import type { SourceQueue } from '../../ports/channel-queue';
import type { Clock } from '../../ports/clock';
import type { ParkedDeliveries } from '../../ports/ledger';
import type { Logger } from '../../ports/logger';
import type { SealKeys } from '../message/message-seal';

export interface SweepDependencies {
  readonly parked: ParkedDeliveries;
  /** By the channel's name. */
  readonly queues: Readonly<Record<string, SourceQueue>>;
  /** Keys of the seals of what is parked. */
  readonly keys: SealKeys;
  readonly clock: Clock;
  readonly log: Logger;
}
