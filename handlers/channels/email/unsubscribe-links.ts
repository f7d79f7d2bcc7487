import { categoryNames } from '../../../shared/catalogue/category-names';
import { type Subscription, sealUnsubscribeToken, unsubscribeUrl } from '../../../shared/domain/mail/unsubscribe-token';
import type { UnsubscribeLink } from '../../../shared/mail/compose/unsubscribe-link';
import type { DataKeys } from '../../../shared/ports/data-keys';

export type UnsubscribeLinks = (subscription: Subscription) => Promise<UnsubscribeLink | undefined>;

/**
 * Creates sealed unsubscribe links; undefined for `transactional`, which cannot be unsubscribed.
 *
 * @param base address of the function `unsubscribe`
 */
export const unsubscribeLinks =
  (keys: DataKeys, base: string): UnsubscribeLinks =>
  async (subscription) => {
    const names = categoryNames(subscription.category);
    if (names === undefined) return undefined;
    const token = sealUnsubscribeToken(subscription, await keys.current('unsubscribe'));
    return { url: unsubscribeUrl(base, token), names };
  };
