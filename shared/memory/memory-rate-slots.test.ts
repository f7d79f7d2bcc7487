import { describeRateSlotsContract } from '../testing/rate-slots-contract';
import { memoryRateSlots } from './memory-rate-slots';

describeRateSlotsContract('memory', memoryRateSlots);
