import { describeDataKeyStoreContract } from '../testing/data-key-store-contract';
import { memoryDataKeyStore } from './memory-data-key-store';

describeDataKeyStoreContract('memory', async () => memoryDataKeyStore());
