import type { StackPlan } from '../read-plan';
import type { NotImportable } from './lookup';

export type Tags = Readonly<Record<string, string | undefined>>;

/** Tags that the provider gives everything of a stack. Others may have been changed since it was made. */
const OWN_TAGS = ['service', 'environment'];

/** Tags that everything of this stack has and this does not. */
const missing = (tags: Tags, plan: StackPlan): string[] =>
  OWN_TAGS.flatMap((name) => {
    const value = plan.tags[name];
    return value === undefined || tags[name] === value ? [] : [`${name}=${value}`];
  });

export const hasOwnTags = (tags: Tags, plan: StackPlan): boolean => missing(tags, plan).length === 0;

/**
 * Tells what this stack made from a stranger's of the same name, where AWS gives the tags with the rest, or where a name may
 * be given twice: APIs and keys.
 *
 * Functions, tables, topics, rules, queues, log groups and alarms are taken by their names alone. Account and region have a
 * name once, `carillon-<environment>-` is reserved there, and no apply could make ours beside another's. Their tags would take
 * a call each and seven more permissions, and would keep out what an import is for as well: a log group that somebody made by
 * hand. The plan that imports shows tags that it adds: the runbook has it read.
 */
export function strangersBy(tags: Tags, plan: StackPlan): NotImportable | undefined {
  const without = missing(tags, plan);
  if (without.length === 0) return undefined;
  const reason = `one with its name is there, and has no tag ${without.join(' and ')}, as all has that this stack made`;
  return { reason: `${reason}; find out whose it is, and import it by hand if it is yours` };
}

/** As IAM and SES give tags. */
export const tagsOf = (
  tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] = [],
): Tags => Object.fromEntries(tags.map(({ Key = '', Value }) => [Key, Value]));
