import { describeScanProgressContract } from '../testing/scan-progress-contract';
import { memoryScanProgress } from './memory-open-deliveries';

describeScanProgressContract('memoryScanProgress', async () => memoryScanProgress());
