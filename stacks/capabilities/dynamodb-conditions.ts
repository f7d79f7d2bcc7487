import type { Statement } from './policies';

/** Limits a statement to items by their partition keys, which may end with `*`: several kinds of item share a table. */
export const onKeys = (leadingKeys: string | readonly string[], statement: Statement): Statement => ({
  ...statement,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
});

/**
 * Limits an update to these attributes, those of its condition expression included. They must include every key of the table
 * and of its indexes.
 *
 * @see Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
 */
export const onAttributes = (attributes: readonly string[], statement: Statement): Statement => ({
  ...statement,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes } },
});
