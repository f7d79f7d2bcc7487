import {
  aDelivery,
  attempt,
  day,
  endpointOf,
  event,
  held,
  id,
  NOW,
  note,
  notification,
  off,
  withHeld,
} from './testing/a-held-history';

const heldTargets = (...given: Parameters<typeof held>) =>
  held(...given)
    .deliveries.filter(({ state }) => state === 'held')
    .map(({ target }) => target);

describe('what an endpoint missed', () => {
  it('is shown beside what others got', () => {
    expect(heldTargets([aDelivery('ep_2', 'delivered')], endpointOf('ep_1'), endpointOf('ep_2'))).toEqual(['ep_1']);
  });

  it.each([
    ['an endpoint that was added later', endpointOf('ep_1', off(21), day(21))],
    ['one that was never disabled', endpointOf('ep_1', { enabled: true, since: day(22) } as never)],
    [
      'one that was enabled before',
      endpointOf('ep_1', { enabled: true, since: day(19), disabledSince: day(15) } as never),
    ],
    ['one that does not want the type', { ...endpointOf('ep_1'), types: ['invoice.*'] }],
    ['one whose filter does not pass it', { ...endpointOf('ep_1'), filter: '{"subject":["another"]}' }],
    [
      'one whose filter did not pass it when it came',
      { ...endpointOf('ep_1'), earlierFilters: [{ filter: '{"subject":["another"]}', until: day(21) }] },
    ],
  ])('is nothing of %s', (_, endpoint) => {
    expect(heldTargets([note], endpoint)).toEqual([]);
  });

  it.each([
    ['is nothing of what came before it had its types', day(21), 22, []],
    ['is nothing of what came before it had its types, though it was disabled then', day(21), 19, []],
    ['is shown of what was on its way when it was disabled, where it had its types', day(20), 21, ['ep_1']],
  ])('%s', (_, typesSince, disabledOn, expected) => {
    expect(
      heldTargets([note], { ...endpointOf('ep_1', off(disabledOn)), typesSince: { 'order.*': typesSince } }),
    ).toEqual(expected);
  });

  it('is shown of what filters passed, the one of today and the one when it came', () => {
    const filter = JSON.stringify({ type: [notification.type] });
    const earlierFilters = [
      { filter: '{"subject":["another"]}', until: day(20) },
      { filter: '{"severity":["info"]}', until: day(22) },
    ];
    expect(heldTargets([note], { ...endpointOf('ep_1'), filter, earlierFilters })).toEqual(['ep_1']);
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

  it('is not known before the channel has recorded anything, or the notification is accepted', () => {
    expect(heldTargets([], endpointOf('ep_1'))).toEqual([]);
    expect(withHeld({ id, deliveries: [note] }, [endpointOf('ep_1')], NOW).deliveries).toEqual([note]);
  });
});
