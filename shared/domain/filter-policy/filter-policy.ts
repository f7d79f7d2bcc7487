/** An SNS filter policy: literal JSON, as `aws_sns_topic_subscription.filter_policy` takes it. */
export interface FilterPolicy {
  readonly [key: string]: FilterNode;
}

/** A list of conditions, of which one must match; or, in MessageBody scope, a nested policy; or the branches of `$or`. */
export type FilterNode = readonly FilterCondition[] | FilterPolicy | readonly FilterPolicy[];

/** A value to equal, or one operator. */
export type FilterCondition = Scalar | FilterOperation;
export type Scalar = string | number | boolean | null;

/** @see Amazon SNS Developer Guide, "Amazon SNS subscription filter policies" */
export type FilterOperation =
  | TextOperation
  | { readonly 'anything-but': string | number | readonly string[] | readonly number[] | PrefixOrWildcard }
  /** A range has its lower bound first. */
  | { readonly numeric: readonly [Comparison, number] | readonly ['>' | '>=', number, '<' | '<=', number] }
  | { readonly exists: boolean }
  /** IPv4 or IPv6, such as `10.0.0.0/24`. */
  | { readonly cidr: string };

export type TextOperation = PrefixOrWildcard | { readonly suffix: string } | { readonly 'equals-ignore-case': string };

export type PrefixOrWildcard =
  | { readonly prefix: string }
  /** `*` is any number of characters; `\*` and `\\` are the characters themselves. */
  | { readonly wildcard: string };

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** What SNS compares a policy with: message attributes or the JSON body. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
