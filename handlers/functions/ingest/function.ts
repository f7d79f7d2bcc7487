import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'ingest',
  description: 'publishes the notifications of files that producers put into the bucket of uploads',
  capabilities: ['uploads:import', 'notifications:publish'],
  // Memory buys CPU: a file needs less than 256 MB of it. The timeout bounds how long a crashed run waits for its message.
  function: { timeoutSeconds: 240, memoryMegabytes: 1024 },
  trigger: { kind: 'uploads', queue: { batchSize: 1, maxReceiveCount: 10 }, maximumConcurrency: 5 },
});
