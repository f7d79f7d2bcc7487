import type { Statement } from './policies';

/** Limits a statement to items by their partition keys, `*` at the end included: a table is shared by several kinds of item. */
export const onKeys = (leadingKeys: string | readonly string[], statement: Statement): Statement => ({
  ...statement,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
});

/**
 * Limits an update to the attributes that it names, its condition included. The names of all keys must be among them, those
 * of indexes too.
 *
 * @see Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
 */
export const onAttributes = (attributes: readonly string[], statement: Statement): Statement => ({
  ...statement,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes } },
});
