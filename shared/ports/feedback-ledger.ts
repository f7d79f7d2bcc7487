import type { DeliveryKey } from '../domain/delivery/claim';
import type { Feedback } from '../domain/delivery/feedback';

export interface FeedbackLedger {
  /**
   * Records feedback of a delivery where it outranks what is known (`shared/domain/delivery/feedback.ts`), whatever an attempt has
   * come to and whether that is recorded yet. One conditional write.
   *
   * `known`: as much or more is recorded. `unknown`: there is no such delivery of this tenant; it may have expired.
   */
  recordFeedback(key: DeliveryKey, feedback: Feedback): Promise<'recorded' | 'known' | 'unknown'>;
}
