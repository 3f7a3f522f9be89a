import { describeStore } from './contract.ts';
import { createMemoryStore } from './memory-store.ts';

describeStore(async () => {
  const memory = createMemoryStore();
  return {
    store: memory.store,
    refreshInterval: memory.refreshInterval,
    shown: async () => memory.shown(),
    removeIndex: async (index) => memory.removeIndex(index),
    createIndex: async (index) => memory.createIndex(index),
    setRefreshInterval: async (index, value) => memory.setRefreshInterval(index, value),
    close: async () => {},
  };
});
