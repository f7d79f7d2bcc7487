import type { MessageAttributes } from '../notification/routing';
import type { FilterPolicy, FilterPolicyScope } from './filter-policy';
import { matchesAttributes } from './match-attributes';
import { matchesBody } from './match-body';

/**
 * Would SNS deliver the message to a subscription with this policy? Never throws; the empty policy accepts everything.
 * A policy that `validateFilterPolicy` refuses gets an answer too, but it means nothing, because SNS refuses the policy.
 *
 * @param input the message attributes, or the parsed JSON body
 * @see Amazon SNS Developer Guide, "Amazon SNS subscription filter policies"
 */
export function matches(policy: FilterPolicy, input: MessageAttributes, scope: 'MessageAttributes'): boolean;
export function matches(policy: FilterPolicy, input: unknown, scope: 'MessageBody'): boolean;
export function matches(policy: FilterPolicy, input: unknown, scope: FilterPolicyScope): boolean {
  return scope === 'MessageBody' ? matchesBody(policy, input) : matchesAttributes(policy, input as MessageAttributes);
}
