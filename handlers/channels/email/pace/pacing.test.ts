import type { SQSEvent } from 'aws-lambda';
import { sent } from '../../../../shared/domain/delivery/outcome';
import { memoryLedger } from '../../../../shared/memory/memory-ledger';
import { memoryOperationalEvents } from '../../../../shared/memory/memory-operational-events';
import { memorySealKeys } from '../../../../shared/memory/memory-seal-keys';
import type { ChannelQueue, QueueMessage } from '../../../../shared/ports/channel-queue';
import type { TargetDependencies } from '../../../../shared/runtime/channel-dependencies';
import { createChannelHandler } from '../../../../shared/runtime/channel-handler';
import { fanOut } from '../../../../shared/runtime/fan-out';
import { AVERAGE_RANDOM } from '../../../../shared/testing/channel-fixture';
import { aMessage, aNotification, aRecord, aSealed } from '../../../../shared/testing/factories';
import { recordingLogger } from '../../../../shared/testing/recording-logger';
import { VirtualTime } from '../../../../shared/testing/virtual-time';
import manifest from '../channel';
import { mailErrorOutcome } from '../outcome';
import { pacerOf } from './pace-of-channel';

const SES_MS = 80;
const POLL_MS = 100;

/** A queue with several consumers. */
function sharedQueue(time: VirtualTime) {
  let stored: { message: QueueMessage; visibleAt: number }[] = [];
  const deadLetters: QueueMessage[] = [];
  const send: ChannelQueue['send'] = async (messages, delaySeconds) => {
    const visibleAt = time.now().getTime() + delaySeconds * 1000;
    stored.push(...messages.map((message) => ({ message, visibleAt })));
  };
  const receive = () => {
    const now = time.now().getTime();
    const batch = stored.filter(({ visibleAt }) => visibleAt <= now).slice(0, manifest.queue.batchSize);
    stored = stored.filter((entry) => !batch.includes(entry));
    return batch.map(({ message }) => message);
  };
  return { send, receive, deadLetters, deadLetter: async (message: QueueMessage) => void deadLetters.push(message) };
}

/** A fake of SES with a rate limit, which throttles mails above it. Records when it accepted each mail. */
function sesWithRate(time: VirtualTime, perSecond: number) {
  const accepted: number[] = [];
  let throttled = 0;
  const send = async (sender: string) => {
    await time.sleep(SES_MS);
    const now = time.now().getTime();
    if (accepted.filter((at) => at > now - 1_000).length < perSecond) return sent(`ses-${accepted.push(now)}`);
    throttled++;
    const error = Object.assign(new Error('Maximum sending rate exceeded.'), { name: 'Throttling' });
    return mailErrorOutcome(error, sender);
  };
  return { accepted, send, throttled: () => throttled };
}

interface Rates {
  readonly functions: number;
  /** Mails per second: of all functions together, and that SES accepts. */
  readonly ours: number;
  readonly ofSes: number;
}

/** Sends `count` mails that are due at once through the maximum number of functions, each with its own rate limiter. */
async function simulate(count: number, rates: Rates) {
  const time = new VirtualTime();
  const [queue, ses, ledger] = [sharedQueue(time), sesWithRate(time, rates.ofSes), memoryLedger()];
  const dependencies: TargetDependencies = {
    manifest,
    queue,
    ledger,
    contents: ledger,
    events: memoryOperationalEvents(),
    clock: time,
    random: AVERAGE_RANDOM,
    sealKeys: memorySealKeys(),
    sleep: time.sleep,
    log: recordingLogger(),
    leaseSeconds: 65,
    channels: ['email'],
    catalogueFaults: () => [],
    retryDelaysSeconds: manifest.retryDelaysSeconds,
  };
  const notifications = Array.from({ length: count }, () => aNotification({ channels: 'email' }));
  await queue.send(notifications.map(aMessage), 0);
  const intervalMs = (1000 * rates.functions) / rates.ours;
  const work = async () => {
    const pacer = pacerOf(manifest, { intervalMs, clock: time, sleep: time.sleep });
    const handler = createChannelHandler(
      dependencies,
      fanOut(
        {
          expand: async () => ({ kind: 'targets', targets: [{ key: 'ann@example.com' }] }),
          body: (notification) => JSON.stringify(notification),
          admit: (_event, _target, { remainingMs }) => pacer.turn(remainingMs()),
          deliver: () => ses.send('no-reply@example.org'),
        },
        dependencies,
      ),
    );
    while (ses.accepted.length < count && queue.deadLetters.length === 0) {
      await invoke(handler, queue.receive(), time);
      await time.sleep(POLL_MS);
    }
  };
  const started = time.now().getTime();
  await time.pass(Promise.all(Array.from({ length: rates.functions }, work)));
  const histories = await Promise.all(notifications.map(({ id }) => ledger.history(id)));
  const deliveries = histories.flatMap((history) => history.deliveries);
  const ended = deliveries.map(({ state, attempts }) => `${state} after attempt ${attempts.map(({ n }) => n).join()}`);
  const seconds = (time.now().getTime() - started) / 1000;
  return { ended: tally(ended), seconds, deadLetters: queue.deadLetters.length, accepted: ses.accepted, ses };
}

async function invoke(handler: ReturnType<typeof createChannelHandler>, messages: QueueMessage[], time: VirtualTime) {
  if (messages.length === 0) return;
  const end = time.now().getTime() + manifest.function.timeoutSeconds * 1000;
  const event: SQSEvent = { Records: messages.map((message) => aRecord(aSealed(message))) };
  const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => end - time.now().getTime() });
  expect(batchItemFailures).toEqual([]);
}

const tally = (texts: readonly string[]): Record<string, number> =>
  Object.fromEntries(texts.map((text) => [text, texts.filter((other) => other === text).length]));

const mostInASecond = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

it('2,000 mails at once go out at 14 a second through five functions: all in the first attempt, none refused', async () => {
  const { ended, seconds, deadLetters, accepted, ses } = await simulate(2_000, { functions: 5, ours: 14, ofSes: 20 });
  expect({ ended, deadLetters, throttled: ses.throttled() }).toEqual({
    ended: { 'sent after attempt 1': 2_000 },
    deadLetters: 0,
    throttled: 0,
  });
  expect(seconds).toBeGreaterThan(140);
  expect(seconds).toBeLessThan(160);
  expect(mostInASecond(accepted)).toBeLessThanOrEqual(14 + 5 - 1);
}, 60_000);

it('if SES accepts half of the rate, throttled mails are deferred until it accepts them, and no attempt is used up', async () => {
  const { ended, seconds, deadLetters, ses } = await simulate(500, { functions: 5, ours: 14, ofSes: 7 });
  expect({ ended, deadLetters }).toEqual({ ended: { 'sent after attempt 1': 500 }, deadLetters: 0 });
  expect(ses.throttled()).toBeGreaterThan(50);
  expect(seconds).toBeLessThan(120);
}, 60_000);

it('at the one mail a second of the sandbox, two functions lose no turn', async () => {
  const { ended, seconds, deadLetters } = await simulate(100, { functions: 2, ours: 1, ofSes: 2 });
  expect({ ended, deadLetters }).toEqual({ ended: { 'sent after attempt 1': 100 }, deadLetters: 0 });
  expect(seconds).toBeLessThan(125);
}, 60_000);
