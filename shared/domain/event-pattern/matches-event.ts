import type { FilterPolicy } from '../filter-policy/filter-policy';
import { matches } from '../filter-policy/matches';
import type { BusEvent } from '../manifest/event-source';

/**
 * Whether EventBridge would hand the event to a rule with this pattern. Never throws. Meaningless for a pattern that
 * `validatePattern` refuses.
 *
 * @see Amazon EventBridge User Guide, "Comparison operators for use in event patterns"
 */
export const matchesEvent = (pattern: FilterPolicy, event: BusEvent): boolean => matches(pattern, event, 'MessageBody');
