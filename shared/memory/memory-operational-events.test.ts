import { describeOperationalEventsContract } from '../testing/operational-events-contract';
import { memoryOperationalEvents } from './memory-operational-events';

describeOperationalEventsContract('memory', () => {
  const events = memoryOperationalEvents('here');
  return { events, source: 'here', received: async () => events.messages() };
});
