import { describeErasureContract } from '../testing/erasure-contract';
import { memoryErasure } from './memory-erasure';

describeErasureContract('memoryErasure', () => {
  const erasure = memoryErasure();
  return {
    erasure,
    put: async (item) => void erasure.store.items.set(`${item.pk} ${item.sk}`, item),
    putUnreadable: async (pk) => void erasure.store.unreadable.add(pk),
    suppress: async (address) => void erasure.store.preferences.push(address),
  };
});
