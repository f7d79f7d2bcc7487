import type { ChannelDependencies } from './channel-dependencies';
import { type Noted, noteOutcome } from './note-outcome';

/** Notes that the notification is deliberately delivered to no target. This is final. */
export const suppress = (noted: Noted, reason: string, dependencies: ChannelDependencies): Promise<void> =>
  noteOutcome(noted, 'suppressed', reason, reason, dependencies);
