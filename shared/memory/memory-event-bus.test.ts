import { describeEventBusContract } from '../testing/event-bus-contract';
import { memoryEventBus } from './memory-event-bus';

describeEventBusContract('the memory event bus', () => {
  const bus = memoryEventBus();
  return { bus, received: async (_, tenant) => bus.events.filter(({ detail }) => detail.tenant === tenant) };
});
