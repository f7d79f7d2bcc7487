import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { openUnsubscribeToken, type Subscription } from '../../../shared/domain/mail/unsubscribe-token';
import type { Clock } from '../../../shared/ports/clock';
import type { DataKeys } from '../../../shared/ports/data-keys';
import type { Logger } from '../../../shared/ports/logger';
import type { Unsubscriptions } from '../../../shared/ports/mail-preferences';
import { targetDigest } from '../../../shared/runtime/message/target-digest';
import { type Language, preferredLanguage } from './language';
import { type PageKind, renderPage } from './page';

export interface UnsubscribeDependencies {
  readonly keys: Pick<DataKeys, 'byId'>;
  readonly unsubscriptions: Unsubscriptions;
  readonly clock: Clock;
  readonly log: Logger;
  /** Display names of a category, by language. */
  readonly namesOf: (category: string) => Readonly<Record<string, string>> | undefined;
}

/**
 * The Lambda handler. A GET shows a page and changes nothing, because mail scanners follow links. A POST unsubscribes,
 * whatever its body: that of RFC 8058 and that of the page's form are the same. The sealed token is the only permission,
 * and reveals no address. Errors are thrown: Lambda counts them, and an alarm reports them.
 */
export const createUnsubscribeHandler =
  ({ keys, unsubscriptions, clock, log, namesOf }: UnsubscribeDependencies) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { method } = event.requestContext.http;
    const language = preferredLanguage(event.headers['accept-language']);
    const keyOf = (id: string) => keys.byId('unsubscribe', id);
    const subscription = await openUnsubscribeToken(event.pathParameters?.token ?? '', keyOf);
    if (subscription === undefined) {
      log.info('unsubscribe_refused', { method });
      return answer(400, 'invalid', language);
    }
    const name = nameOf(subscription, language, namesOf);
    if (method !== 'POST') return answer(200, 'question', language, name);
    await unsubscriptions.unsubscribe({ ...subscription, since: clock.now().toISOString() });
    const { tenant, category, address } = subscription;
    log.info('unsubscribed', { tenant, category, target: targetDigest(address) });
    return answer(200, 'done', language, name);
  };

function answer(
  statusCode: number,
  kind: PageKind,
  language: Language,
  category?: string,
): APIGatewayProxyStructuredResultV2 {
  const { html, headers } = renderPage(kind, language, category);
  return { statusCode, headers: { ...headers }, body: html };
}

/** The display name; the category itself if it was removed from the catalogue: its mails may still be in flight. */
function nameOf({ category }: Subscription, language: Language, namesOf: UnsubscribeDependencies['namesOf']): string {
  const names = namesOf(category);
  return names?.[language] ?? names?.en ?? category;
}
