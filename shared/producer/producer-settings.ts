import { ulid } from 'ulid';
import { channels as deployedChannels } from '../../handlers';
import { systemClock } from '../ports/clock';
import type { ProducerOptions } from './create-producer';
import type { Settings } from './prepare';

/** Settings of a producer, with the defaults of `ProducerOptions`. */
export function producerSettings({
  source,
  tenant,
  clock = systemClock,
  ids,
  channels = deployedChannels,
  unknownTypes = 'refuse',
}: Omit<ProducerOptions, 'topicArn'>): Settings {
  return { source, tenant, clock, channels, unknownTypes, ids: ids ?? (() => ulid(clock.now().getTime())) };
}
