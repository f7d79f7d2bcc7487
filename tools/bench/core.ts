import manifest from '../../handlers/channels/email/channel';
import { delivered } from '../../shared/domain/delivery/outcome';
import { matches } from '../../shared/domain/filter-policy/matches';
import { serializeJson } from '../../shared/domain/kit/json/json';
import { parseNotification } from '../../shared/domain/notification/parse-notification';
import { messageAttributes } from '../../shared/domain/notification/routing';
import { sign } from '../../shared/domain/webhook/standard-webhooks';
import { prepareSecret } from '../../shared/domain/webhook/standard-webhooks-secret';
import { memorySealKeys } from '../../shared/memory/memory-seal-keys';
import { createChannelHandler } from '../../shared/runtime/channel-handler';
import { fanOut } from '../../shared/runtime/fan-out';
import type { TargetChannel } from '../../shared/runtime/target-channel';
import { aMessage, aNotification, aRecord } from '../../shared/testing/factories';

const CHANNELS = ['email', 'webhook', 'audit'];
const SECONDS = 1;

/** Operations per second of each part of the core, after a warm-up. */
export async function* measureCore(): AsyncGenerator<{ what: string; perSecond: number }> {
  const notification = aNotification();
  const text = JSON.stringify(notification);
  const attributes = messageAttributes(notification);
  const secrets = [prepareSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')];
  const body = 'x'.repeat(1024);
  yield* each({
    'notifications parsed and validated': () => parseNotification(text, { channels: CHANNELS }),
    'filter policies matched': () => matches({ channels: ['email'] }, attributes, 'MessageAttributes'),
    'webhooks of 1 KB signed': () => sign({ id: notification.id, timestampSeconds: 1_795_000_000, body, secrets }),
  });
  yield { what: 'records through the batch loop, claims in memory', perSecond: await batchLoop(10) };
}

function* each(parts: Readonly<Record<string, () => unknown>>) {
  for (const [what, part] of Object.entries(parts)) {
    countFor(0.2, part);
    yield { what, perSecond: countFor(SECONDS, part) / SECONDS };
  }
}

function countFor(seconds: number, part: () => unknown): number {
  const until = performance.now() + seconds * 1000;
  let count = 0;
  while (performance.now() < until) {
    for (let index = 0; index < 100; index++) part();
    count += 100;
  }
  return count;
}

/** The runtime's work for a record without AWS calls. */
async function batchLoop(batchSize: number): Promise<number> {
  const channel: TargetChannel = {
    expand: async () => ({ kind: 'targets', targets: [{ key: 'ann@example.com' }] }),
    body: serializeJson,
    deliver: async () => delivered(),
  };
  const handler = createChannelHandler(DEPENDENCIES, fanOut(channel, DEPENDENCIES));
  const event = { Records: Array.from({ length: batchSize }, () => aRecord(aMessage())) };
  const until = performance.now() + SECONDS * 1000;
  let count = 0;
  for (; performance.now() < until; count += batchSize) await handler(event);
  return count / SECONDS;
}

const nothing = async () => {};
const DEPENDENCIES = {
  manifest,
  channels: CHANNELS,
  catalogueFaults: () => [],
  clock: { now: () => new Date() },
  log: { info: () => {}, error: () => {} },
  queue: { send: nothing, deadLetter: nothing },
  ledger: {
    claim: async () => ({ kind: 'claimed', attempt: 1 }) as const,
    settle: async () => 'recorded' as const,
    note: nothing,
    openTargets: async () => [],
  },
  contents: { accepted: async () => undefined, begunBeforeErasure: async () => false },
  sealKeys: memorySealKeys(),
  sleep: nothing,
  events: { raise: nothing },
  random: Math.random,
  leaseSeconds: 65,
  retryDelaysSeconds: [5],
};
