import type { DeliveryKey } from '../domain/delivery/claim';
import type { Feedback } from '../domain/delivery/feedback';

export interface FeedbackLedger {
  /**
   * Records feedback on a delivery if it outranks the known feedback (`shared/domain/delivery/feedback.ts`), whatever
   * an attempt's result is and whether it is recorded yet. One conditional write. `known`: equal or stronger feedback
   * is recorded. `unknown`: this tenant has no such delivery; it may have expired.
   */
  recordFeedback(key: DeliveryKey, feedback: Feedback): Promise<'recorded' | 'known' | 'unknown'>;
}
