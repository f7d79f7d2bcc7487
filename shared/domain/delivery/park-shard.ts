import { sha256Digest } from '../kit/text/sha256-digest';
import type { DeliveryKey } from './claim';

/** Partitions of the index of parked deliveries; DynamoDB writes at most 1,000 items a second to each. */
export const PARK_SHARDS = 8;

/** The `event` of the log line for a message that the sweeper could not send. The stack counts these lines. */
export const SWEEP_FAILED = 'sweep_failed';

/** The shard of a delivery, from 0. The deliveries of one endpoint are distributed over all shards. */
export const parkShard = ({ notificationId, channel, target }: DeliveryKey): number =>
  sha256Digest(`${notificationId} ${channel} ${target}`).readUInt8(0) % PARK_SHARDS;
