import type { ChannelManifest } from '../domain/manifest/channel';
import { type MemoryChannelQueue, memoryChannelQueue } from '../memory/memory-channel-queue';
import { type ErasableLedger, memoryLedger } from '../memory/memory-ledger';
import { type MemoryOperationalEvents, memoryOperationalEvents } from '../memory/memory-operational-events';
import { memorySealKeys } from '../memory/memory-seal-keys';
import { type Sleep, systemSleep } from '../ports/clock';
import type { TargetDependencies } from '../runtime/channel-dependencies';
import { type RecordingLogger, recordingLogger } from './recording-logger';
import { TestClock } from './test-clock';

/** In-memory dependencies of a channel, with the parts that tests inspect. */
export interface ChannelFixture {
  readonly dependencies: TargetDependencies;
  readonly ledger: ErasableLedger;
  readonly queue: MemoryChannelQueue;
  readonly events: MemoryOperationalEvents;
  readonly log: RecordingLogger;
  readonly clock: TestClock;
}

/** Three attempts in total. */
export const RETRY_DELAYS_SECONDS = [5, 30];
export const LEASE_SECONDS = 35;
/** No jitter. */
export const AVERAGE_RANDOM = () => 0.5;

export const aManifest = (overrides: Partial<ChannelManifest> = {}): ChannelManifest => ({
  name: 'email',
  description: 'a channel of tests',
  filterPolicy: { channels: ['email'] },
  capabilities: [],
  queue: { batchSize: 10, maxReceiveCount: 5 },
  function: { timeoutSeconds: 30, memoryMegabytes: 128, maximumConcurrency: 2 },
  attemptSeconds: 20,
  retryDelaysSeconds: RETRY_DELAYS_SECONDS,
  ...overrides,
});

/** Only the abortable sleep for the end of the invocation takes real time; backoff pauses take none. */
const pausesPass: Sleep = async (milliseconds, signal) => signal && systemSleep(milliseconds, signal);

export function channelFixture(overrides: Partial<TargetDependencies> = {}): ChannelFixture {
  const ledger = memoryLedger();
  const events = memoryOperationalEvents();
  const parts = { ledger, events, queue: memoryChannelQueue(), log: recordingLogger(), clock: new TestClock() };
  const dependencies: TargetDependencies = {
    ...parts,
    contents: ledger,
    random: AVERAGE_RANDOM,
    sealKeys: memorySealKeys(),
    sleep: pausesPass,
    manifest: aManifest(),
    channels: ['email', 'webhook'],
    catalogueFaults: () => [],
    retryDelaysSeconds: RETRY_DELAYS_SECONDS,
    leaseSeconds: LEASE_SECONDS,
    ...overrides,
  };
  return { ...parts, dependencies };
}
