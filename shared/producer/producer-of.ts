import type { Topic } from '../ports/topic';
import { explainChannel } from './explain-channel';
import { prepare } from './prepare';
import type { Producer } from './producer';
import { producerSettings, type SettingsOptions } from './producer-settings';
import type { Sleep } from './publish-all';
import { prepared, publishMany, publishOne } from './publish-entries';

/** A producer that publishes to this topic. */
export function producerOf(options: SettingsOptions, topic: Topic, sleep: Sleep): Producer {
  const settings = producerSettings(options);
  return {
    publish: async (type, data, publishOptions) => publishOne({ ...publishOptions, type, data }, settings, topic),
    publishNotification: async (entry) => publishOne(entry, settings, topic),
    publishBatch: async (entries, batchOptions = {}) => publishMany(entries, batchOptions, settings, { topic, sleep }),
    validate: (entry) => {
      const preparation = prepare(entry, settings);
      return preparation.ok ? [] : preparation.faults;
    },
    explain: (entry) => {
      const message = prepared(entry, settings);
      return settings.channels.map((manifest) => explainChannel(manifest, message));
    },
  };
}
