import { describeAnchorKeyContract } from '../testing/anchor-key-contract';
import { describeAuditVaultContract } from '../testing/audit-vault-contract';
import { memoryAnchorKey } from './memory-anchor-key';
import { memoryAuditVault } from './memory-audit-vault';

describeAuditVaultContract('memoryAuditVault', memoryAuditVault);
describeAnchorKeyContract('memoryAnchorKey', memoryAnchorKey);
