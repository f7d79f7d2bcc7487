import { SWEEP_FAILED } from '../../domain/delivery/park-shard';
import type { ParkedDelivery } from '../../ports/ledger';
import { targetDigest } from '../message/target-digest';
import type { SweepDependencies } from './sweep-dependencies';

export const logUnsent = ({ key }: ParkedDelivery, error: string, { log }: SweepDependencies): void => {
  const { notificationId, channel, tenant, target } = key;
  log.error(SWEEP_FAILED, { notificationId, channel, tenant, target: targetDigest(target), error });
};
