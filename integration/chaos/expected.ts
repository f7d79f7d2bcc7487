import { groupBy } from '../../shared/domain/kit/chunks/group-by';
import type { Post } from './chaos-receiver';
import type { Published } from './chaos-world';
import { type Effect, effectOfPost } from './effects';
import type { Expected } from './judge';
import type { Histories } from './settle';

type Mails = ReadonlyMap<string, readonly { readonly effect: Effect }[]>;

/** All deliveries that the published notifications must cause, each with the effects at receivers and mailboxes. */
export function expectedOf(
  published: readonly Published[],
  histories: Histories,
  posts: readonly Post[],
  mails: Mails,
  recordings: ReadonlyMap<string, readonly Effect[]>,
): Expected[] {
  const accepted = groupBy(
    posts.filter(({ acceptedAt }) => acceptedAt !== undefined),
    ({ notificationId, endpoint }) => `${notificationId} ${endpoint}`,
  );
  return published.flatMap(({ id, address, endpoint }) => {
    const { event, deliveries = [] } = histories.get(id) ?? {};
    const delivery = (target: string) => deliveries.find((one) => one.target === target);
    const mailed = (mails.get(address) ?? []).map(({ effect }) => effect);
    const posted = (accepted.get(`${id} ${endpoint}`) ?? []).map(effectOfPost);
    return [
      { notificationId: id, channel: 'email', target: address, delivery: delivery(address), effects: mailed },
      { notificationId: id, channel: 'webhook', target: endpoint, delivery: delivery(endpoint), effects: posted },
      {
        notificationId: id,
        channel: 'audit-chain',
        target: '',
        delivery: event && RECORDED(id),
        effects: recordings.get(id) ?? [],
      },
    ];
  });
}

/** The audit channel has no deliveries: checks that the record exists and a link lists it. */
const RECORDED = (notificationId: string) =>
  ({
    tenant: '',
    notificationId,
    channel: 'audit-chain',
    target: '',
    state: 'delivered',
    attempted: 1,
    attempts: [],
  }) as const;
