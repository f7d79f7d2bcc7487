import type { DeliveryLedger, EventLedger, ParkedDeliveries } from '../../ports/ledger';
import { aClaim, aKey, anEvent, aSettlement } from './ledger-fixtures';

type Writes = Pick<DeliveryLedger, 'claim' | 'settle'> & Pick<ParkedDeliveries, 'postpone'> & EventLedger;

/** The ledger, with each write in the company of one for another delivery, as for the records of a batch. */
export const inCompany = <Ledger extends Writes>(ledger: Ledger): Ledger => ({
  ...ledger,
  accept: (event) => first(ledger.accept(event), ledger.accept(anEvent())),
  claim: (key, claim) => first(ledger.claim(key, claim), ledger.claim(aKey(), aClaim())),
  settle: (key, settlement, parking) =>
    first(ledger.settle(key, settlement, parking), ledger.settle(aKey(), aSettlement(1, 'delivered'))),
  postpone: (parked, dueAt) =>
    first(ledger.postpone(parked, dueAt), ledger.postpone({ ...parked, key: aKey() }, dueAt)),
});

const first = async <Result>(one: Promise<Result>, other: Promise<unknown>): Promise<Result> =>
  (await Promise.all([one, other]))[0];
