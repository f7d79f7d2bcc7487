import { addressDigest } from '../domain/audit-chain/address-digest';
import { describeLedgerContract } from '../testing/ledger-contract';
import { memoryLedger } from './memory-ledger';

describeLedgerContract('memoryLedger', memoryLedger, async () => addressDigest(new Uint8Array(32).fill(7)));
