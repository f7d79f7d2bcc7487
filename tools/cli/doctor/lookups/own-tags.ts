import type { StackPlan } from '../read-plan';
import type { NotImportable } from './lookup';

export type Tags = Readonly<Record<string, string | undefined>>;

/** Tags that the provider gives every resource of a stack. Others may have been changed since. */
const OWN_TAGS = ['service', 'environment'];

/** Tags of this stack that `tags` lacks, as `name=value`. */
const missing = (tags: Tags, plan: StackPlan): string[] =>
  OWN_TAGS.flatMap((name) => {
    const value = plan.tags[name];
    return value === undefined || tags[name] === value ? [] : [`${name}=${value}`];
  });

export const hasOwnTags = (tags: Tags, plan: StackPlan): boolean => missing(tags, plan).length === 0;

/**
 * Refuses a foreign resource with the stack's name by its tags, where AWS returns tags with the rest, or where names are not
 * unique: APIs and keys.
 *
 * Functions, tables, topics, rules, queues, log groups and alarms count as ours by name alone. Their names are unique per
 * account and region, `carillon-<environment>-` is reserved there, and apply could not make ours beside another. Their tags
 * would cost a call each and seven more permissions, and would exclude what an import is for: a log group that an operator
 * made by hand. The plan that imports shows added tags: the runbook says to read it.
 */
export function strangersBy(tags: Tags, plan: StackPlan): NotImportable | undefined {
  const without = missing(tags, plan);
  if (without.length === 0) return undefined;
  const reason = `one with its name exists, and has no tag ${without.join(' and ')}, which every resource of this stack has`;
  return { reason: `${reason}; find out whose it is, and import it by hand if it is yours` };
}

/** Converts tags from the form of IAM and SES. */
export const tagsOf = (
  tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] = [],
): Tags => Object.fromEntries(tags.map(({ Key = '', Value }) => [Key, Value]));
