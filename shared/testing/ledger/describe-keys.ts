import type { Ledger } from '../../memory/memory-ledger';
import { HOSTILE_IDS } from '../hostile-ids';
import { aClaim, aKey, anAttempt, anEvent, aParking, aSettlement, at, someFeedback } from './ledger-fixtures';

/** Contract: no id can form a key of another kind. */
export function describeKeys(makeLedger: () => Ledger): void {
  const operations: readonly [string, (ledger: Ledger, id: string) => Promise<unknown>][] = [
    ['accept', (ledger, id) => ledger.accept({ ...anEvent(), id })],
    ['claim', (ledger, id) => ledger.claim(aKey({ notificationId: id }), aClaim())],
    ['settle', (ledger, id) => ledger.settle(aKey({ notificationId: id }), aSettlement(1, 'delivered'))],
    ['note', (ledger, id) => ledger.note(aKey({ notificationId: id }), 'rejected', anAttempt(1, 'rejected'))],
    ['openTargets', (ledger, id) => ledger.openTargets(aKey({ notificationId: id }))],
    ['recordFeedback', (ledger, id) => ledger.recordFeedback(aKey({ notificationId: id }), someFeedback('bounced'))],
    ['accepted', (ledger, id) => ledger.accepted(id)],
    ['history', (ledger, id) => ledger.history(id)],
    ['adopt', (ledger, id) => ledger.adopt(anOpen(id), aParking(9))],
    ['postpone', (ledger, id) => ledger.postpone(parkedUnder(id), at(9))],
  ];

  it.each(operations)('refuses to %s under an id that could be another key', async (_name, operate) => {
    const ledger = makeLedger();
    for (const id of HOSTILE_IDS) {
      await expect(operate(ledger, id)).rejects.toMatchObject({ code: 'ledger.id.malformed' });
    }
  });
}

const parkedUnder = (notificationId: string) => ({
  key: aKey({ notificationId }),
  dueAt: at(0),
  attempted: 0,
  message: { body: '', attributes: {} },
});

const anOpen = (notificationId: string) => ({
  ...aKey({ notificationId }),
  state: 'claimed' as const,
  attempted: 0,
  attempts: [],
});
