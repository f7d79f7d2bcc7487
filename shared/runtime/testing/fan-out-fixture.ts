import { type Deferred, type DeliveryOutcome, delivered, type Failed } from '../../domain/delivery/outcome';
import { contentDigest } from '../../domain/notification/content-digest';
import type { QueueMessage } from '../../ports/channel-queue';
import { channelFixture } from '../../testing/channel-fixture';
import { aNotification, aRecord, aSealed, type RecordOverrides } from '../../testing/factories';
import { createChannelHandler } from '../channel-handler';
import { fanOut } from '../fan-out';
import { deliveryMessage } from '../message/delivery-message';
import type { Expansion, Occasion } from '../target-channel';

/** A record of a sealed message on the channel's queue. */
export const recordOf = (message?: QueueMessage, overrides?: RecordOverrides) =>
  aRecord(message && aSealed(message), overrides);

type Targets = Expansion<{ readonly key: string }>;
export const targets = (...keys: string[]): Targets => ({ kind: 'targets', targets: keys.map((key) => ({ key })) });
export const GUARD = { begin: expect.any(Function) };
export const success = { batchItemFailures: [] };
export const notification = aNotification();
export const bodyOf = ({ id, tenant, type, expirytime }: typeof notification) =>
  JSON.stringify({ id, tenant, type, expirytime });

export const deliveryTo = (target: string, of = notification) =>
  deliveryMessage({ tenant: of.tenant, target, body: bodyOf(of), digest: contentDigest(of) });

/** A channel that records its effects. */
export function aChannel(
  expansion: Targets = targets('ep_1'),
  outcome: DeliveryOutcome = delivered('204'),
  admission?: Deferred | Failed,
) {
  const fixture = channelFixture();
  const effects: unknown[] = [];
  const deliver = async (...given: readonly unknown[]) => {
    effects.push(given);
    return outcome;
  };
  const turns: (string | undefined)[] = [];
  const admit = async (_event: unknown, _target: string, { turn }: Occasion) => {
    turns.push(turn);
    return admission;
  };
  const channel = { expand: async () => expansion, body: bodyOf, deliver, admit };
  const handlers = fanOut(channel, fixture.dependencies);
  const handler = createChannelHandler(fixture.dependencies, handlers);
  const states = async (id: string) =>
    (await fixture.ledger.history(id)).deliveries.map(({ target, state }) => `${target} ${state}`.trim());
  return { ...fixture, channel, effects, turns, handler, states };
}
