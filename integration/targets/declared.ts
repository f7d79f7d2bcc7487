import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { ABILITIES, isAbility } from './abilities';
import type { Reasons, Traits } from './traits';

const LACKS = 'CARILLON_TARGET_LACKS';
const HAS = 'CARILLON_TARGET_HAS';

/**
 * Known traits of a target, with additions by `CARILLON_TARGET_LACKS`, then removals by `CARILLON_TARGET_HAS`. Both are
 * comma-separated lists of abilities, Terraform types or prefixes of them (`aws_sesv2`), and attributes
 * (`aws_sqs_queue.redrive_allow_policy`).
 *
 * @param parts types and attributes of the stack
 * @throws CodedError for an unknown name: a misspelt one would silently have no effect
 */
export function withDeclared(traits: Traits, parts: readonly string[], env: NodeJS.ProcessEnv): Traits {
  const lacking = declaredIn(LACKS, parts, env);
  const there = new Set(declaredIn(HAS, parts, env));
  const reasons = Object.fromEntries(lacking.map((name) => [name, `${LACKS} names it`]));
  const left = (known: Reasons, isOfKind: (name: string) => boolean) =>
    Object.fromEntries(Object.entries({ ...reasons, ...known }).filter(([name]) => isOfKind(name) && !there.has(name)));
  return {
    ...traits,
    resources: left(traits.resources, (name) => !isAbility(name)),
    abilities: left(traits.abilities, isAbility),
  };
}

/** Abilities, whole Terraform types, and attributes. */
function declaredIn(variable: string, parts: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const names = (env[variable] ?? '').split(',').map((name) => name.trim());
  const known = names
    .filter((name) => name !== '')
    .map((name) => [name, isAbility(name) ? [name] : parts.filter((part) => isMeant(name, part))] as const);
  const unknown = known.filter(([, meant]) => meant.length === 0).map(([name]) => `'${name}'`);
  if (unknown.length === 0) return known.flatMap(([, meant]) => meant);
  throw new CodedError(
    'integration.declared.unknown',
    `${variable} names ${unknown.join(', ')}`,
    `name ${Object.keys(ABILITIES).join(', ')}, or Terraform types of the stack, their beginnings such as aws_sesv2, or attributes of them`,
  );
}

const isMeant = (name: string, part: string): boolean =>
  part === name || (!part.includes('.') && part.startsWith(`${name}_`));
