import { channels } from '../../../handlers';
import { replayPlan } from '../../../shared/operations/replay/replay-plan';
import { standing } from '../../../shared/operations/status/standing';
import { statusDocument } from '../../../shared/operations/status/status-document';
import {
  aDelivery,
  day,
  endpointOf,
  event,
  held,
  id,
  NOW,
  note,
  notification,
  withHeld,
} from '../../../shared/operations/status/testing/a-held-history';
import { sealedRecord, testDigest } from '../../../shared/testing/sealed';
import { formatStanding } from './format-status';

describe('what an endpoint missed', () => {
  it('is shown as held, with the reason, not as unwanted', () => {
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

  it('is also shown for an endpoint that was enabled since', () => {
    const enabled = { enabled: true, since: day(22), disabledSince: day(15) };
    const history = held([note], endpointOf('ep_1', enabled as never));
    expect(formatStanding(history, new Date(day(23)))).toContain(
      `held: its endpoint was disabled until ${day(22)} and has not got it, unless it waits for its turn`,
    );
  });

  it('is not delivered once it was held until it expired', () => {
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
