import { describeLedgerContract } from '../testing/ledger-contract';
import { memoryLedger } from './memory-ledger';

describeLedgerContract('memoryLedger', memoryLedger);
