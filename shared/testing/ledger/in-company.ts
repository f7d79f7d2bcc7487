import type { DeliveryLedger } from '../../ports/ledger';
import { aClaim, aKey, aSettlement } from './ledger-fixtures';

/** The ledger, with each claim and each result in the company of another delivery's, as for the records of a batch. */
export const inCompany = <Ledger extends Pick<DeliveryLedger, 'claim' | 'settle'>>(ledger: Ledger): Ledger => ({
  ...ledger,
  claim: (key, claim) => first(ledger.claim(key, claim), ledger.claim(aKey(), aClaim())),
  settle: (key, settlement, parking) =>
    first(ledger.settle(key, settlement, parking), ledger.settle(aKey(), aSettlement(1, 'delivered'))),
});

const first = async <Result>(one: Promise<Result>, other: Promise<unknown>): Promise<Result> =>
  (await Promise.all([one, other]))[0];
