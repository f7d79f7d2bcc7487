import { channels } from '../../../handlers';
import type { Attempt, Delivery } from '../../../shared/domain/delivery/claim';
import type { NamedHistory } from '../../../shared/operations/status/read-history';
import { statusDocument as documentOf } from '../../../shared/operations/status/status-document';
import { withCircuits } from '../../../shared/operations/status/with-circuits';
import { aNotification } from '../../../shared/testing/factories';
import { formatStanding } from './format-status';

const statusDocument = (history: NamedHistory, withBody: boolean) => documentOf(history, { channels, withBody });
const NOW = new Date('2026-11-23T09:30:10.000Z');
const id = '01M83VVAE0DXK8DR745633EZ6J';
const text = JSON.stringify(aNotification({ id, tenant: 'demo', channels: 'webhook' }));
const event = { id, tenant: 'demo', type: 'order.shipped', text, acceptedAt: '2026-11-23T09:30:00.000Z' };
const AT = '2026-11-23T09:30:05.000Z';
const timings = { total: 9 };

const answered = (status: number, response?: string): Attempt => ({
  n: 1,
  at: AT,
  outcome: status < 300 ? 'delivered' : 'retry',
  durationMs: 9,
  reason: `HTTP ${status}`,
  exchange: { status, timings, ...(response !== undefined && { response }) },
});
const unanswered: Attempt = {
  n: 2,
  at: '2026-11-23T09:30:08.000Z',
  outcome: 'retry',
  durationMs: 3,
  reason: 'name resolution failed',
  exchange: { timings },
};
const aDelivery = (state: Delivery['state'], ...attempts: readonly Attempt[]): Delivery => ({
  tenant: 'demo',
  notificationId: id,
  channel: 'webhook',
  target: 'ep_1',
  state,
  attempts,
  attempted: attempts.length,
});
const waiting = { notBefore: '2026-11-23T09:35:00.000Z', dueAt: '2026-11-23T15:35:00.000Z' };

const circuit = {
  endpoint: 'ep_1',
  failures: 7,
  failingSince: '2026-11-23T08:30:00.000Z',
  lastFailureAt: AT,
  openUntil: '2026-11-23T09:45:00.000Z',
  openings: 3,
};
const historyOf = (delivery: Delivery, circuits = {}) =>
  withCircuits({ id, event, deliveries: [delivery] }, new Map(Object.entries(circuits)));
const standingOf = (...given: Parameters<typeof historyOf>) =>
  formatStanding(historyOf(...given), NOW)
    .split('\n')
    .slice(2);

test('a webhook that waits is shown with its next attempt, the circuit of its endpoint and the last answer', () => {
  const delivery = { ...aDelivery('retrying', answered(503, '<h1>Down</h1>\n\u001b[31mnow\tdelivered')), ...waiting };
  expect(formatStanding(historyOf(delivery, { ep_1: circuit }), NOW)).toBe(
    `
now
  webhook  ep_1                           retrying: attempt 1 failed, attempt 2 is due from 2026-11-23T09:35:00.000Z on
             circuit: open until 2026-11-23T09:45:00.000Z, 7 failed since 2026-11-23T08:30:00.000Z
             last answer: HTTP 503 at ${AT}: <h1>Down</h1>\\n\\u001b[31mnow\\tdelivered`.trim(),
  );
});

test.each<[string, Delivery, readonly string[]]>([
  ['without a body', aDelivery('failed', answered(500)), [`             last answer: HTTP 500 at ${AT}`]],
  [
    'before an attempt that had none',
    aDelivery('failed', answered(500), unanswered),
    [`             last answer: HTTP 500 at ${AT}`],
  ],
  [
    'of a delivery that is done, with a body',
    aDelivery('delivered', answered(200, 'Log in')),
    [`             last answer: HTTP 200 at ${AT}: Log in`],
  ],
  ['of a delivery that is done, without a body', aDelivery('delivered', answered(204)), []],
  ['that never came', aDelivery('failed', unanswered), []],
])('the last answer %s is shown as far as it says something', (_what, delivery, lines) => {
  expect(standingOf(delivery)).toEqual(lines);
});

test('a long answer is cut', () => {
  const [line] = standingOf(aDelivery('failed', answered(500, 'a'.repeat(20_000))));
  expect(line).toMatch(/: a{200} …$/);
});

test.each<[string, Delivery, object]>([
  ['that is over', aDelivery('failed', unanswered), { ep_1: circuit }],
  ['of an endpoint that is well', aDelivery('retrying', unanswered), { ep_2: circuit }],
  ['of another tenant', { ...aDelivery('retrying', unanswered), tenant: 'other' }, { ep_1: circuit }],
])('a delivery %s has no circuit', (_what, delivery, circuits) => {
  expect(JSON.stringify(statusDocument(historyOf(delivery, circuits), false))).not.toContain('circuit');
});

test('as JSON a delivery that is open has the circuit of its endpoint, and each attempt the whole answer', () => {
  const delivery = { ...aDelivery('retrying', answered(503, 'a\nb')), ...waiting };
  expect(statusDocument(historyOf(delivery, { ep_1: circuit }), false)).toMatchObject({
    deliveries: [
      {
        ...waiting,
        circuit: {
          failures: 7,
          failingSince: '2026-11-23T08:30:00.000Z',
          lastFailureAt: AT,
          openUntil: '2026-11-23T09:45:00.000Z',
          openings: 3,
        },
        attempts: [{ exchange: { status: 503, timings, response: 'a\nb' } }],
      },
    ],
  });
});
