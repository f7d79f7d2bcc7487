import type { Attempt, Delivery } from '../../shared/domain/delivery/claim';
import { effectOfMail, effectOfPost } from './effects';
import { type Expected, judge } from './judge';
import type { Kill } from './worker-killer';

const AT = Date.parse('2026-11-23T09:30:00Z');
const attempt = (n: number, outcome: Attempt['outcome'], seconds: number, reason?: string): Attempt => ({
  n,
  outcome,
  at: new Date(AT + seconds * 1000).toISOString(),
  durationMs: 100,
  ...(reason !== undefined && { reason }),
});
const aDelivery = (state: Delivery['state'], ...attempts: readonly Attempt[]): Delivery => ({
  tenant: 'acme',
  notificationId: 'n-1',
  channel: 'webhook',
  target: 'ep_1',
  state,
  attempted: attempts.length,
  attempts,
});
const post = (seconds: number, port = 4711) =>
  effectOfPost({
    endpoint: 'ep_1',
    notificationId: 'n-1',
    behaviour: 'accept',
    at: AT,
    port,
    acceptedAt: AT + seconds * 1000,
  });
const aKill = (seconds: number, overrides: Partial<Kill> = {}): Kill => ({
  at: AT + seconds * 1000,
  pid: 17,
  functionName: 'carillon-local-webhook',
  ports: [4711],
  ...overrides,
});
const webhook = (delivery: Delivery | undefined, ...effects: Expected['effects']): Expected => ({
  notificationId: 'n-1',
  channel: 'webhook',
  target: 'ep_1',
  delivery,
  effects,
});
const NOW = '2026-11-23T10:00:00.000Z';
const NOTHING = { lost: [], waiting: [], repeated: [], unexplained: [] };
const DELIVERED = aDelivery('delivered', attempt(1, 'delivered', 300));

describe('judge', () => {
  it('accepts a delivery that was made once, and counts its state', () => {
    const once = webhook(DELIVERED, post(300.05));
    expect(judge([once], [], NOW)).toEqual({ ...NOTHING, states: { 'webhook delivered': 1 } });
  });

  it('does not count a parked delivery as lost, such as one behind an open circuit', () => {
    const notBefore = '2026-11-23T10:00:00.001Z';
    const one = webhook({ ...aDelivery('retrying'), notBefore });
    expect(judge([one], [], NOW)).toMatchObject({ ...NOTHING, waiting: [`n-1 webhook ep_1: until ${notBefore}`] });
  });

  it('accepts a failed delivery, whether or not the receiver saw it', () => {
    const failed = aDelivery('failed', attempt(1, 'retry', 0));
    expect(judge([webhook(failed), webhook(failed, post(0))], [], NOW)).toMatchObject(NOTHING);
  });

  it.each([
    ['there is no record of it', webhook(undefined), 'n-1 webhook ep_1: no record of it'],
    ['it has not ended', webhook(aDelivery('claimed')), 'n-1 webhook ep_1: still claimed'],
    ['nobody saw it', webhook(DELIVERED), 'n-1 webhook ep_1: delivered, and never seen'],
    [
      'its time has come',
      webhook({ ...aDelivery('retrying'), notBefore: NOW, dueAt: '2026-11-23T16:00:00.000Z' }),
      'n-1 webhook ep_1: still retrying',
    ],
  ])('calls a delivery lost when %s', (_, one, reason) => {
    expect(judge([one], [], NOW)).toMatchObject({ ...NOTHING, lost: [reason] });
  });

  it('explains a duplicate by the death of the worker that held the connection', () => {
    const { repeated, unexplained } = judge([webhook(DELIVERED, post(0), post(300.05))], [aKill(0.2)], NOW);
    expect(unexplained).toEqual([]);
    expect(repeated).toEqual([
      [
        'n-1 webhook ep_1',
        '    post accepted 09:30:00.000, over port 4711: not recorded; worker 17 of carillon-local-webhook was killed 09:30:00.200',
        '    post accepted 09:35:00.050, over port 4711: recorded',
      ].join('\n'),
    ]);
  });

  it.each([
    ['nobody died', []],
    ['the worker died before', [aKill(-1.2)]],
    ['it died before, without a connection that is known', [aKill(-0.2, { ports: [] })]],
    ['the worker died long after', [aKill(60)]],
    ['it died without that connection', [aKill(0.2, { ports: [1] })]],
    ['it served another channel', [aKill(0.2, { functionName: 'carillon-local-email' })]],
  ])('does not account for a repetition when %s', (_, kills) => {
    const { repeated, unexplained } = judge([webhook(DELIVERED, post(0), post(300.05))], kills, NOW);
    expect([repeated.length, unexplained.length]).toEqual([0, 1]);
  });

  it('explains a late post by the socket of a dead worker', () => {
    const { repeated, unexplained } = judge([webhook(DELIVERED, post(0), post(300.05))], [aKill(-0.2)], NOW);
    expect([repeated.length, unexplained.length]).toEqual([1, 0]);
  });

  it('does not excuse two effects that are both recorded, whichever worker died', () => {
    const twice = aDelivery('delivered', attempt(1, 'delivered', 0), attempt(2, 'delivered', 300));
    const { unexplained } = judge([webhook(twice, post(0.05), post(300.05))], [aKill(0.06), aKill(300.06)], NOW);
    expect(unexplained).toHaveLength(1);
  });

  it('identifies the recorded mail by message id, even if the emulator outlives its sender', () => {
    const delivery = aDelivery('delivered', attempt(1, 'delivered', 300, 'mail-2'));
    const mails = [effectOfMail(AT, 'mail-1'), effectOfMail(AT, 'mail-2')];
    const email = { ...webhook(delivery, ...mails), channel: 'email' };
    const death = aKill(-0.5, { functionName: 'carillon-local-email', ports: [] });
    expect(judge([email], [death], NOW)).toMatchObject({ lost: [], unexplained: [] });
    expect(judge([email], [], NOW)).toMatchObject({ lost: [], repeated: [] });
  });
});
