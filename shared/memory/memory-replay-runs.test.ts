import { describeReplayRunsContract } from '../testing/replay-runs-contract';
import { memoryReplayRuns } from './memory-replay-runs';

describeReplayRunsContract('memory', memoryReplayRuns);
