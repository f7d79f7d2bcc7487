import type { MessageAttributes } from '../notification/routing';
import type { FilterPolicy, FilterPolicyScope } from './filter-policy';
import { matchesAttributes } from './match-attributes';
import { matchesBody } from './match-body';

/**
 * Whether SNS would deliver the message to a subscription with this policy. Never throws; the empty policy matches
 * everything. For a policy that `validateFilterPolicy` refuses the result is meaningless, because SNS refuses the
 * policy.
 *
 * @param input the message attributes, or the parsed JSON body
 * @see Amazon SNS Developer Guide, "Amazon SNS subscription filter policies"
 */
export function matches(policy: FilterPolicy, input: MessageAttributes, scope: 'MessageAttributes'): boolean;
export function matches(policy: FilterPolicy, input: unknown, scope: 'MessageBody'): boolean;
export function matches(policy: FilterPolicy, input: unknown, scope: FilterPolicyScope): boolean {
  return scope === 'MessageBody' ? matchesBody(policy, input) : matchesAttributes(policy, input as MessageAttributes);
}
