import type { Exchange } from './exchange';
import {
  type DeliveryOutcome,
  deferred,
  delivered,
  exchangeOf,
  reasonOf,
  rejected,
  retry,
  sent,
  suppressed,
} from './outcome';

it.each([
  [delivered(), { kind: 'delivered' }],
  [delivered('250 OK'), { kind: 'delivered', reference: '250 OK' }],
  [suppressed('on the list'), { kind: 'suppressed', reason: 'on the list' }],
  [rejected('no such box'), { kind: 'rejected', reason: 'no such box' }],
  [sent('0100'), { kind: 'sent', reference: '0100' }],
  [deferred('rate', 3, 'place 7'), { kind: 'deferred', reason: 'rate', afterSeconds: 3, turn: 'place 7' }],
  [deferred('rate', 3), { kind: 'deferred', reason: 'rate', afterSeconds: 3 }],
  [retry('busy'), { kind: 'retry', reason: 'busy' }],
  [retry('busy', 0), { kind: 'retry', reason: 'busy', afterSeconds: 0 }],
  [retry('busy', 30), { kind: 'retry', reason: 'busy', afterSeconds: 30 }],
])('makes the outcome %j', (outcome, expected) => {
  expect(outcome).toStrictEqual(expected);
});

it('leaves out absent members', () => {
  expect([delivered(), retry('busy'), deferred('rate', 3)].map(Object.keys)).toEqual([
    ['kind'],
    ['kind', 'reason'],
    ['kind', 'reason', 'afterSeconds'],
  ]);
  expect(deferred('rate', 3, 'place 7')).toEqual({ ...deferred('rate', 3), turn: 'place 7' });
});

it('returns the exchange with the receiver, if there was one', () => {
  const exchange: Exchange = { timings: { total: 3 } };
  const outcomes: DeliveryOutcome[] = [{ ...retry('busy'), exchange }, retry('busy'), sent('0100')];
  expect(outcomes.map(exchangeOf)).toEqual([exchange, undefined, undefined]);
});

it('returns the reason of an outcome, or the reference of the other side', () => {
  const outcomes = [
    delivered(),
    delivered('204'),
    sent('0100'),
    suppressed('s'),
    rejected('r'),
    retry('t'),
    deferred('d', 1),
  ];
  expect(outcomes.map(reasonOf)).toEqual([undefined, '204', '0100', 's', 'r', 't', 'd']);
});
