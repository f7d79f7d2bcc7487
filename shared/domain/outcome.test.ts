import { delivered, rejected, retry, suppressed } from './outcome';

it.each([
  [delivered(), { kind: 'delivered' }],
  [delivered('250 OK'), { kind: 'delivered', reference: '250 OK' }],
  [suppressed('on the list'), { kind: 'suppressed', reason: 'on the list' }],
  [rejected('no such box'), { kind: 'rejected', reason: 'no such box' }],
  [retry('busy'), { kind: 'retry', reason: 'busy' }],
  [retry('busy', 0), { kind: 'retry', reason: 'busy', afterSeconds: 0 }],
  [retry('busy', 30), { kind: 'retry', reason: 'busy', afterSeconds: 30 }],
])('makes the outcome %j', (outcome, expected) => {
  expect(outcome).toStrictEqual(expected);
});
