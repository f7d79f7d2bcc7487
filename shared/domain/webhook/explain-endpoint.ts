import { type Unmet, unmetConditions } from '../filter-policy/unmet-conditions';
import { webhookEvent } from '../notification/routing';
import { readFilter } from './endpoint-filter';
import { wantsType } from './endpoint-types';
import type { ListedEndpoint, Wanted } from './type-index';

/** Whether a notification that reaches the channel would be delivered to an endpoint, and why. */
export interface EndpointExplanation {
  /** Its id. */
  readonly endpoint: string;
  /** What the fan-out decides. */
  readonly reached: boolean;
  readonly why: string;
  /** Conditions of its filter that kept it out. @default none */
  readonly unmet?: readonly Unmet[];
}

/** Explains the decision of a fan-out for one endpoint, with every reason against it. */
export function explainEndpoint(endpoint: ListedEndpoint, notification: Wanted): EndpointExplanation {
  const { id, types, enabled, filter } = endpoint;
  const unmet = unmetOf(filter, notification);
  const against = [
    ...(wantsType(types, notification.type)
      ? []
      : [`wants ${types.join(', ')}; the notification is ${notification.type}`]),
    ...unmet.map(unmetText),
    ...(enabled ? [] : ['is disabled, so the notification would be held']),
  ];
  const taken = filter === undefined ? 'wants the type' : 'wants the type, and its filter passes the notification';
  return {
    endpoint: id,
    reached: against.length === 0,
    why: against.length === 0 ? taken : against.join(', and '),
    ...(unmet.length > 0 && { unmet }),
  };
}

/** A filter that is no JSON object passes nothing. */
function unmetOf(filter: string | undefined, notification: Wanted): readonly Unmet[] {
  if (filter === undefined) return [];
  const policy = readFilter(filter);
  return policy === undefined ? [UNREADABLE] : unmetConditions(policy, webhookEvent(notification));
}

const UNREADABLE: Unmet = {
  condition: 'filter',
  needs: 'a JSON object, to pass anything',
  has: 'none that can be read',
};

const unmetText = ({ condition, needs, has }: Unmet): string =>
  `${condition} needs ${needs}; the notification has ${has}`;
