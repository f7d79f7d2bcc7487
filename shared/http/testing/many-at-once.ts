/**
 * Child process for measuring memory: runs the webhook function with in-memory twins of AWS on a batch from its parent.
 * Imports the deployed code too, so that its memory counts. Replies with the resulting states and the peak memory.
 */
import '../../../handlers/channels/webhook/index';
import manifest from '../../../handlers/channels/webhook/channel';
import { circuitBreaker } from '../../../handlers/channels/webhook/circuit/circuit-breaker';
import { webhookChannel } from '../../../handlers/channels/webhook/deliver';
import { cachedEndpoints } from '../../../handlers/channels/webhook/endpoints/cached-endpoints';
import { pacing } from '../../../handlers/channels/webhook/pace/pacing';
import { lazyRenderTemplate } from '../../../handlers/channels/webhook/render-template';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import { memoryRateSlots } from '../../memory/memory-rate-slots';
import { systemClock } from '../../ports/clock';
import { createChannelHandler } from '../../runtime/channel-handler';
import { fanOut } from '../../runtime/fan-out';
import { channelFixture } from '../../testing/channel-fixture';
import { aMessage, aNotification, anEndpoint, aRecord } from '../../testing/factories';
import { testDataKeys } from '../../testing/sealed';
import { createPoster } from '../post/post';
import { createSender } from '../post/send';

export interface Batch {
  readonly port: number;
  /** PEM of the authority of the receivers' certificate. */
  readonly ca: string;
  readonly size: number;
  /** Bytes of each notification's data. */
  readonly dataBytes: number;
}

export interface BatchResult {
  readonly states: readonly string[];
  readonly returned: number;
  /** Peak resident set size since the process began. */
  readonly peakMegabytes: number;
}

process.on('message', async (batch: Batch) => process.send?.(await deliver(batch)));

async function deliver({ port, ca, size, dataBytes }: Batch): Promise<BatchResult> {
  const tenants = Array.from({ length: size }, (_, n) => `tenant-${n}`);
  const directory = memoryEndpoints(
    ...tenants.map((tenant, n) => anEndpoint({ tenant, url: `https://hooks.example.com:${port}/${n}` })),
  );
  const { dependencies, ledger } = channelFixture({ manifest, channels: ['webhook'], clock: systemClock });
  const { clock, events, log } = dependencies;
  const post = createPoster({
    policy: { allowLoopback: true, allowedPorts: [] },
    ca,
    resolve: async () => ['127.0.0.1'],
  });
  const channel = webhookChannel({
    endpoints: cachedEndpoints({ source: directory, clock, checkSeconds: 10 }),
    sender: createSender({ keys: testDataKeys, post, clock, render: lazyRenderTemplate }),
    breaker: circuitBreaker({ circuits: directory, registry: directory, events, clock, log }),
    pace: pacing({ slots: memoryRateSlots(), clock }),
    clock,
    log,
  });
  const handler = createChannelHandler(dependencies, fanOut(channel, dependencies));
  const notifications = tenants.map((tenant) =>
    aNotification({ tenant, channels: 'webhook', type: 'load.measured', data: { text: 'x'.repeat(dataBytes) } }),
  );
  const Records = notifications.map((each) => aRecord(aMessage(each)));
  // Free the notifications: the function holds only the records.
  const ids = notifications.splice(0).map(({ id }) => id);
  const { batchItemFailures } = await handler({ Records });
  const histories = await Promise.all(ids.map((id) => ledger.history(id)));
  const states = histories.flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
  return { states, returned: batchItemFailures.length, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}
