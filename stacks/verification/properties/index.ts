import { alarmFormProperties } from './alarm-forms';
import { alarmProperties } from './alarms';
import { attachmentProperties } from './attachments';
import { attributeProperties } from './attributes';
import { dataProperties } from './data';
import { deadLetterProperties } from './dead-letters';
import { eventRuleProperties } from './event-rules';
import { eventSourceProperties } from './event-sources';
import { functionVariableProperties } from './function-variables';
import { functionProperties } from './functions';
import { httpProperties } from './http';
import { invocationProperties } from './invocations';
import { keyProperties } from './keys';
import { ledgerStreamProperties } from './ledger-stream';
import { loopProperties } from './loops';
import { mailEventProperties } from './mail-events';
import { mailRateProperties } from './mail-rate';
import { nameProperties } from './names';
import { orphanProperties } from './orphans';
import { outputProperties } from './outputs';
import type { Property } from './property';
import { queuePolicyProperties } from './queue-policies';
import { queueProperties } from './queues';
import { recordFailureProperties } from './record-failures';
import { referenceProperties } from './references';
import { removedQueueProperties } from './removed-queues';
import { reservedConcurrencyProperties } from './reserved-concurrency';
import { resourcePolicyProperties } from './resource-policies';
import { roleProperties } from './roles';
import { routingProperties } from './routing';
import { scheduleProperties } from './schedules';
import { settingsProperties } from './settings';
import { statementProperties } from './statements';
import { strayProperties } from './strays';
import { subscriptionProperties } from './subscriptions';
import { throttledRequestProperties } from './throttled-requests';
import { topicProperties } from './topics';
import { tuningProperties } from './tuning';
import { uploadProperties } from './uploads';
import { vaultProperties } from './vault';

/** Properties of every environment, by theme. */
export const PROPERTIES: Readonly<Record<string, readonly Property[]>> = {
  queues: [...queueProperties, ...deadLetterProperties, ...queuePolicyProperties, ...removedQueueProperties],
  'topics and subscriptions': [...topicProperties, ...subscriptionProperties, ...routingProperties],
  functions: [
    ...functionProperties,
    ...functionVariableProperties,
    ...eventSourceProperties,
    ...tuningProperties,
    ...ledgerStreamProperties,
    ...reservedConcurrencyProperties,
    ...mailRateProperties,
    ...invocationProperties,
    ...loopProperties,
    ...scheduleProperties,
    ...eventRuleProperties,
    ...roleProperties,
  ],
  'mail events': mailEventProperties,
  'HTTP APIs': [...httpProperties, ...throttledRequestProperties],
  data: [...dataProperties, ...keyProperties, ...vaultProperties, ...attachmentProperties, ...uploadProperties],
  operations: [
    ...alarmProperties,
    ...alarmFormProperties,
    ...strayProperties,
    ...orphanProperties,
    ...recordFailureProperties,
    ...settingsProperties,
    ...attributeProperties,
    ...statementProperties,
    ...resourcePolicyProperties,
    ...nameProperties,
    ...outputProperties,
    ...referenceProperties,
  ],
};
