import type { ErasableLedger } from '../memory/memory-ledger';
import { describeAgreement } from './ledger/describe-agreement';
import { describeClaims } from './ledger/describe-claims';
import { type DigestOf, describeErasures, describeEvents } from './ledger/describe-events';
import { describeFeedback } from './ledger/describe-feedback';
import { describeKeys } from './ledger/describe-keys';
import { describeOpenDeliveries } from './ledger/describe-open-deliveries';
import { describeParking } from './ledger/describe-parking';
import { describeNotes, describeResults } from './ledger/describe-results';

/**
 * Contract of every ledger, whatever its storage. Uses its own ids and tenants, so that a table may be shared.
 *
 * @param digestOf the digest that seals the table's records
 */
export function describeLedgerContract(name: string, makeLedger: () => ErasableLedger, digestOf: DigestOf): void {
  describe(`${name}, as a ledger of events`, () => describeEvents(makeLedger));
  describe(`${name}, as a ledger whose records may be erased`, () => describeErasures(makeLedger, digestOf));
  describe(`${name}, as a ledger by id`, () => describeKeys(makeLedger));
  describe(`${name}, as a ledger of deliveries`, () => {
    describeClaims(makeLedger);
    describeResults(makeLedger);
    describeNotes(makeLedger);
    describeParking(makeLedger);
    describeOpenDeliveries(makeLedger);
    describeFeedback(makeLedger);
    describeAgreement(makeLedger);
  });
}
