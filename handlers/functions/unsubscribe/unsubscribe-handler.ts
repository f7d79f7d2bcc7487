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
  /** What a category is called, by language. */
  readonly namesOf: (category: string) => Readonly<Record<string, string>> | undefined;
}

/**
 * A GET shows a page and changes nothing, for scanners of mail follow links. A POST unsubscribes, whatever its body: that
 * of RFC 8058 and that of the page's form are one. The sealed token is all the permission there is, and names neither
 * person nor address to who looks at it. An error is thrown: Lambda counts it, and an alarm tells.
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

/** A category that is listed no longer can still be unsubscribed: its mails may be on their way. */
function nameOf({ category }: Subscription, language: Language, namesOf: UnsubscribeDependencies['namesOf']): string {
  const names = namesOf(category);
  return names?.[language] ?? names?.en ?? category;
}
