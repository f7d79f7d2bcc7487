import manifest from '../../../handlers/channels/email/channel';
import { delivered } from '../../../shared/domain/delivery/outcome';
import { matches } from '../../../shared/domain/filter-policy/matches';
import { serializeJson } from '../../../shared/domain/kit/json/json';
import { parseNotification } from '../../../shared/domain/notification/parse-notification';
import { messageAttributes } from '../../../shared/domain/notification/routing';
import { sign } from '../../../shared/domain/webhook/standard-webhooks';
import { prepareSecret } from '../../../shared/domain/webhook/standard-webhooks-secret';
import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import type { TargetChannel } from '../../../shared/runtime/target-channel';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import type { Benchmark } from '../report/result';

const CHANNELS = ['email', 'webhook', 'audit'];
const RUNS = 5;
const SECONDS = 0.3;
const TITLE = 'Parts of the core';

export const core: Benchmark = {
  id: 'core',
  method:
    'Operations per second on one thread, after a warm-up; the parts run in alternation. Claims are in memory. The notification is smaller than that of the sections before, and has no schema for its data.',
  measure: async function* () {
    const perSecond = new Map(Object.keys(PARTS).map((name) => [name, [] as number[]]));
    for (let run = -1; run < RUNS; run++) {
      for (const [name, part] of Object.entries(PARTS)) {
        const figure = await part();
        if (run >= 0) perSecond.get(name)?.push(figure);
      }
    }
    for (const [part, samples] of perSecond) {
      const id = `core-${part.replaceAll(/\W+/g, '-')}`;
      yield { id, title: TITLE, unit: `${part}/s`, better: 'more', measured: [{ subject: 'one thread', samples }] };
    }
  },
};

const NOTIFICATION = aNotification();
const TEXT = JSON.stringify(NOTIFICATION);
const ATTRIBUTES = messageAttributes(NOTIFICATION);
const SECRETS = [prepareSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')];
const BODY = 'x'.repeat(1024);

/** Each resolves with its operations per second. */
const PARTS: Readonly<Record<string, () => number | Promise<number>>> = {
  'notifications parsed and validated': () => perSecond(() => parseNotification(TEXT, { channels: CHANNELS })),
  'filter policies matched': () => perSecond(() => matches({ channels: ['email'] }, ATTRIBUTES, 'MessageAttributes')),
  'webhooks of 1 KB signed': () =>
    perSecond(() => sign({ id: NOTIFICATION.id, timestampSeconds: 1_795_000_000, body: BODY, secrets: SECRETS })),
  'records through the batch loop': () => batchLoop(10),
};

function perSecond(part: () => unknown): number {
  const until = performance.now() + SECONDS * 1000;
  let count = 0;
  while (performance.now() < until) {
    for (let index = 0; index < 100; index++) part();
    count += 100;
  }
  return count / SECONDS;
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
