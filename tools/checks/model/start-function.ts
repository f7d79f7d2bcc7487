import { recordNotification } from '../../../handlers/channels/audit/deliver';
import { mailErrorOutcome } from '../../../handlers/channels/email/outcome';
import type { DeliveryKey } from '../../../shared/domain/delivery/claim';
import { type DeliveryOutcome, deferred, rejected, retry, sent } from '../../../shared/domain/delivery/outcome';
import { serializeJson } from '../../../shared/domain/kit/json/json';
import { memoryOperationalEvents } from '../../../shared/memory/memory-operational-events';
import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import type { ChannelQueue } from '../../../shared/ports/channel-queue';
import type { DeliveryLedger } from '../../../shared/ports/ledger';
import type { TargetDependencies } from '../../../shared/runtime/channel-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { sealedLedger, sealedQueue } from '../../../shared/runtime/message/sealed-queue';
import type { TargetChannel } from '../../../shared/runtime/target-channel';
import { aManifest } from '../../../shared/testing/channel-fixture';
import type { ModelProcess } from './model-process';
import type { ModelQueue } from './model-queue';
import type { Effect } from './observer';
import type { Trouble } from './plan';
import type { World } from './world';

/** Delays between four attempts; the last wait is long enough to be parked. */
export const RETRY_DELAYS_SECONDS = [5, 300, 3_600];
const LEASE_SECONDS = 35;
const ATTEMPT_SECONDS = 12;

/** The project's own runtime, in a process of the model. */
export function startChannel(process: ModelProcess, world: World) {
  const dependencies = dependenciesOf(process, world, world.channelQueue, 'email');
  return createChannelHandler(dependencies, fanOut(channelOf(process, world), dependencies));
}

export function startAudit(process: ModelProcess, world: World) {
  const dependencies = dependenciesOf(process, world, world.auditQueue, 'audit');
  const recorder = {
    accept: (event: Parameters<typeof world.ledger.accept>[0]) =>
      process.call(`accept ${event.id}`, () => world.ledger.accept(event)),
  };
  return createChannelHandler(dependencies, { onNotification: recordNotification({ ...dependencies, recorder }) });
}

function dependenciesOf(process: ModelProcess, world: World, queue: ModelQueue, channel: string): TargetDependencies {
  const sealKeys = memorySealKeys();
  const filterPolicy = channel === 'audit' ? {} : { channels: [channel] };
  return {
    manifest: aManifest({ name: channel, filterPolicy, attemptSeconds: ATTEMPT_SECONDS }),
    ledger: sealedLedger(ledgerOf(process, world), { channel, keys: sealKeys }),
    contents: {
      accepted: (id) => process.call(`read ${id}`, () => world.ledger.accepted(id)),
      begunBeforeErasure: (key) => process.call(`read ${key.target}`, () => world.ledger.begunBeforeErasure(key)),
    },
    queue: sealedQueue(queueOf(process, world, queue), { channel, keys: sealKeys }),
    sealKeys,
    sleep: process.sleep,
    clock: process.clock,
    random: world.random,
    events: memoryOperationalEvents(),
    log: { info: () => {}, error: () => {} },
    channels: ['email', 'audit'],
    catalogueFaults: () => [],
    leaseSeconds: LEASE_SECONDS,
    retryDelaysSeconds: RETRY_DELAYS_SECONDS,
  };
}

function ledgerOf(process: ModelProcess, world: World): DeliveryLedger {
  const { ledger, observer } = world;
  const watched = async <Result>(key: DeliveryKey, work: Promise<Result>, isAllowed = false): Promise<Result> => {
    const result = await work;
    await world.changed(key.notificationId, isAllowed);
    return result;
  };
  return {
    claim: (key, claim) =>
      process.call(`claim ${key.target} ${claim.attempt}`, async () => {
        const decision = await watched(key, ledger.claim(key, claim), claim.redrive !== undefined);
        if (decision.kind === 'claimed') observer.claimed(process, key, decision.attempt);
        return decision;
      }),
    settle: (key, settlement, parking) =>
      process.call(`settle ${key.target} ${settlement.n} ${settlement.state}`, async () => {
        const decision = await watched(key, ledger.settle(key, settlement, parking));
        if (decision === 'recorded') observer.recorded(process, key, settlement, world.time.now().getTime());
        return decision;
      }),
    note: (key, state, attempt) => process.call(`note ${state}`, () => watched(key, ledger.note(key, state, attempt))),
    openTargets: (begun) => process.call('open targets', () => ledger.openTargets(begun)),
  };
}

const queueOf = (process: ModelProcess, world: World, queue: ModelQueue): ChannelQueue => ({
  send: (messages, delaySeconds) =>
    process.call(`send ${messages.length}, in ${delaySeconds} s`, () => queue.send(messages, delaySeconds)),
  deadLetter: (message) =>
    process.call('dead-letter', async () => {
      world.everDeadLettered.push(message);
      await queue.deadLetter(message);
    }),
});

/** Results that count as no attempt: it is not the target's turn, or the service's quota is used up. */
const _isWait = (trouble: Trouble | undefined): boolean => trouble === 'turn' || trouble === 'quota';

function channelOf(process: ModelProcess, world: World): TargetChannel {
  const next = (target: string) => world.scripts.get(target)?.[0];
  const take = (target: string) => world.scripts.get(target)?.shift();
  return {
    expand: async (notification) => ({
      kind: 'targets',
      targets: world.targetsOf(notification).map((key) => ({ key })),
    }),
    body: serializeJson,
    admit: async (_event, target) => {
      if (next(target) !== 'turn') return undefined;
      take(target);
      return deferred('not its turn', 20);
    },
    deliver: async ({ id, tenant }, _body, target, { begin }) => {
      await process.call(`look up ${target}`, async () => undefined);
      begin();
      const key = { tenant, notificationId: id, channel: 'email', target };
      const attempt = world.observer.attemptOf(process, target);
      const made = { target, attempt, process, sentAtMs: world.time.now().getTime() };
      const label = `effect ${target} ${attempt}`;
      try {
        return await process.call(label, async () => effect(key, take(target), made, world), true);
      } catch (error) {
        world.observer.answerLost(process, target, attempt);
        return world.plan.isMail ? mailErrorOutcome(error, 'no-reply@example.org') : retry('no answer');
      }
    },
  };
}

/** Effect at the receiver. */
function effect(
  key: DeliveryKey,
  trouble: Trouble | undefined,
  made: Pick<Effect, 'target' | 'attempt' | 'process' | 'sentAtMs'>,
  world: World,
): DeliveryOutcome {
  if (trouble === 'quota') return deferred('the daily quota is used up', 3_600);
  const came = trouble ?? 'accepted';
  world.observer.effects.push({ ...made, came, isUncertain: came === 'uncertain' });
  const isThere = came === 'accepted' || came === 'uncertain';
  if (isThere && world.plan.isMail) world.feedback(key);
  if (came === 'uncertain') throw new Error('the answer was lost');
  if (came === 'refused') return rejected('no such box');
  if (came === 'busy') return retry('busy');
  if (came === 'retry after') return retry('later', 2_000);
  return sent('taken over');
}
