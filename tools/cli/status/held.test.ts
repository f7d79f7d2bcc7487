import { channels } from '../../../handlers';
import type { Delivery } from '../../../shared/domain/delivery/claim';
import { replayPlan } from '../../../shared/operations/replay/replay-plan';
import { withHeld as withHeldOf } from '../../../shared/operations/status/held';
import type { NamedHistory } from '../../../shared/operations/status/read-history';
import { standing } from '../../../shared/operations/status/standing';
import { statusDocument } from '../../../shared/operations/status/status-document';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification, anEndpoint, disabled } from '../../../shared/testing/factories';
import { sealedRecord, testDigest } from '../../../shared/testing/sealed';
import { formatStanding } from './format-status';

const withHeld = (history: NamedHistory, endpoints: readonly Endpoint[], now: Date) =>
  withHeldOf(history, endpoints, now, channels);

const day = (date: number) => `2026-11-${date}T09:30:00.000Z`;
const notification = aNotification({ tenant: 'demo', type: 'order.shipped', channels: 'webhook' });
const event = sealedRecord(acceptedEvent(notification, JSON.stringify(notification), new Date(day(20))));
const id = notification.id;
const NOW = new Date(day(23));
const attempt = { n: 1, at: day(20), outcome: 'suppressed', durationMs: 0 } as const;
const aDelivery = (target: string, state: Delivery['state']): Delivery => ({
  tenant: 'demo',
  notificationId: id,
  channel: 'webhook',
  target,
  state,
  attempted: 1,
  attempts: [{ ...attempt, reason: 'every endpoint is disabled' }],
});
const note = aDelivery('', 'suppressed');
const off = (date: number) => ({ ...disabled('moves'), since: day(date) });
const endpointOf = (name: string, state = off(15), createdAt = day(10)) =>
  anEndpoint({ tenant: 'demo', id: name, types: ['order.*'], state, createdAt });

const held = (deliveries: readonly Delivery[], ...endpoints: readonly ReturnType<typeof endpointOf>[]) =>
  withHeld({ id, event, deliveries }, endpoints, NOW);
describe('what an endpoint missed', () => {
  it('is shown as held, with the reason, and not that nobody wanted it', () => {
    const history = held([note], endpointOf('ep_1'));
    expect(formatStanding(history, new Date(day(21)))).toBe(
      `now\n  webhook  ${'ep_1'.padEnd(30)} held: its endpoint is disabled since ${day(15)}: moves; \`endpoints enable --replay\` or \`replay --endpoint\` delivers it`,
    );
    expect(statusDocument(history, { channels, withBody: false })).toMatchObject({
      settled: true,
      deliveries: [
        { target: '', state: 'suppressed', superseded: true },
        { target: 'ep_1', state: 'held', attempted: 0, attempts: [], reason: expect.stringContaining('moves') },
      ],
    });
    expect(standing(history, channels)).toEqual({ awaited: [], settled: true });
  });

  it('is shown of an endpoint that was enabled since', () => {
    const enabled = { enabled: true, since: day(22), disabledSince: day(15) };
    const history = held([note], endpointOf('ep_1', enabled as never));
    expect(formatStanding(history, new Date(day(23)))).toContain(
      `held: its endpoint was disabled until ${day(22)} and has not got it, unless it waits for its turn`,
    );
  });

  it('is delivered no more where it was held until it expired', () => {
    const expired = { ...notification, expirytime: day(21) };
    const history = {
      id,
      event: sealedRecord({ ...event, text: JSON.stringify(expired) }),
      deliveries: [aDelivery('ep_1', 'held')],
    };
    const shown = withHeld(history, [endpointOf('ep_1')], NOW);
    expect(formatStanding(shown, NOW)).toContain('held until it expired: its endpoint was disabled');
    expect(replayPlan(shown, {}, { now: NOW, digest: testDigest, channels })).toEqual({
      deliveries: [],
      messages: [],
      disabled: [],
      erased: [],
    });
    const earlier = withHeld(history, [endpointOf('ep_1')], new Date(day(20)));
    expect(replayPlan(earlier, {}, { now: NOW, digest: testDigest, channels }).messages).toHaveLength(1);
  });
});
