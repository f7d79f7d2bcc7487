import type { Delivery } from '../../../shared/domain/delivery/claim';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification, anEndpoint, disabled } from '../../../shared/testing/factories';
import { sealedRecord, testDigest } from '../../../shared/testing/sealed';
import { planReplay } from '../replay/plan-replay';
import { formatStanding, statusDocument } from './format-status';
import { withHeld } from './held';
import { standing } from './standing';

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
const heldTargets = (...given: Parameters<typeof held>) =>
  held(...given)
    .deliveries.filter(({ state }) => state === 'held')
    .map(({ target }) => target);

describe('what an endpoint missed', () => {
  it('is shown as held, with the reason, and not that nobody wanted it', () => {
    const history = held([note], endpointOf('ep_1'));
    expect(formatStanding(history, new Date(day(21)))).toBe(
      `now\n  webhook  ${'ep_1'.padEnd(30)} held: its endpoint is disabled since ${day(15)}: moves; \`endpoints enable --replay\` or \`replay --endpoint\` delivers it`,
    );
    expect(statusDocument(history, false)).toMatchObject({
      settled: true,
      deliveries: [
        { target: '', state: 'suppressed', superseded: true },
        { target: 'ep_1', state: 'held', attempted: 0, attempts: [], reason: expect.stringContaining('moves') },
      ],
    });
    expect(standing(history)).toEqual({ awaited: [], settled: true });
  });

  it('is shown beside what others got', () => {
    expect(heldTargets([aDelivery('ep_2', 'delivered')], endpointOf('ep_1'), endpointOf('ep_2'))).toEqual(['ep_1']);
  });

  it('is shown of an endpoint that was enabled since', () => {
    const enabled = { enabled: true, since: day(22), disabledSince: day(15) };
    const history = held([note], endpointOf('ep_1', enabled as never));
    expect(formatStanding(history, new Date(day(23)))).toContain(
      `held: its endpoint was disabled until ${day(22)} and has not got it, unless it waits for its turn`,
    );
  });

  it.each([
    ['an endpoint that was added later', endpointOf('ep_1', off(21), day(21))],
    ['one that was never disabled', endpointOf('ep_1', { enabled: true, since: day(22) } as never)],
    [
      'one that was enabled before',
      endpointOf('ep_1', { enabled: true, since: day(19), disabledSince: day(15) } as never),
    ],
    ['one that does not want the type', { ...endpointOf('ep_1'), types: ['invoice.*'] }],
  ])('is nothing of %s', (_, endpoint) => {
    expect(heldTargets([note], endpoint)).toEqual([]);
  });

  it.each([
    ['is nothing of what came before it had its types, and before it was disabled', day(21), 22, []],
    ['is shown of what came since it was disabled, whatever its types were then', day(21), 19, ['ep_1']],
    ['is shown of what was on its way when it was disabled, where it had its types', day(20), 21, ['ep_1']],
  ])('%s', (_, typesSince, disabledOn, expected) => {
    expect(heldTargets([note], { ...endpointOf('ep_1', off(disabledOn)), typesSince })).toEqual(expected);
  });

  it('is shown of what came while functions had not heard yet that it is enabled', () => {
    const enabled = { enabled: true, since: '2026-11-20T09:29:30.000Z', disabledSince: day(15) };
    expect(heldTargets([note], endpointOf('ep_1', enabled as never))).toEqual(['ep_1']);
  });

  it('hides no refusal of the whole notification, and is nothing of that', () => {
    const refused = aDelivery('', 'rejected');
    expect(held([refused], endpointOf('ep_1')).deliveries).toEqual([refused]);
    const begun = { ...aDelivery('ep_2', 'delivered'), attempts: [{ ...attempt, at: day(22) }] };
    expect(heldTargets([refused, begun], endpointOf('ep_1'))).toEqual(['ep_1']);
  });

  it('is nothing of what has expired', () => {
    const expired = { ...notification, expirytime: day(21) };
    const history = { id, event: { ...event, text: JSON.stringify(expired) }, deliveries: [note] };
    expect(withHeld(history, [endpointOf('ep_1')], NOW).deliveries).toEqual([note]);
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
    expect(planReplay(shown, {}, { now: NOW, digest: testDigest })).toEqual({
      deliveries: [],
      messages: [],
      disabled: [],
      erased: [],
    });
    const earlier = withHeld(history, [endpointOf('ep_1')], new Date(day(20)));
    expect(planReplay(earlier, {}, { now: NOW, digest: testDigest }).messages).toHaveLength(1);
  });

  it('is not known before the channel has recorded anything, or the notification is accepted', () => {
    expect(heldTargets([], endpointOf('ep_1'))).toEqual([]);
    expect(withHeld({ id, deliveries: [note] }, [endpointOf('ep_1')], NOW).deliveries).toEqual([note]);
  });
});
