import type { Fault } from '../kit/errors/coded-error';
import { isOr } from './every-key';
import { fault } from './fault';
import { type FilterPolicyScope, isObject } from './filter-policy';
import { leaves } from './leaves';
import { wildcardLiterals } from './wildcard';

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_WILDCARD_POINTS = 100;
const MAX_POLICY_BYTES = 256 * 1024;

type Policy = Readonly<Record<string, unknown>>;

/**
 * "Only leaf keys are counted". How `$or` counts is not said; every different leaf key of its branches counts once, which
 * is the stricter reading.
 *
 * @see Amazon SNS Developer Guide, "Filter policy constraints in Amazon SNS"
 */
export function limitFaults(policy: Policy, scope: FilterPolicyScope): Fault[] {
  const keys = new Set(leaves(policy).map((leaf) => leaf.name));
  const sums = [
    limit('too_large', byteLength(policy), MAX_POLICY_BYTES, 'bytes of JSON', 'shorten it'),
    limit('too_many_keys', keys.size, MAX_KEYS, `${keyWord(scope)} (${[...keys].join(', ')})`, 'use two subscriptions'),
    limit('too_complex', combinations(policy, 1), MAX_COMBINATIONS, 'combinations of values', 'list fewer values'),
    limit(
      'wildcards_too_complex',
      wildcardPoints(policy),
      MAX_WILDCARD_POINTS,
      'wildcard points',
      'use prefix or suffix',
    ),
  ];
  return sums.flat();
}

function limit(code: string, seen: number, allowed: number, what: string, fix: string): Fault[] {
  return seen <= allowed ? [] : [fault(code, '', `policy has ${seen} ${what}, at most ${allowed} are allowed; ${fix}`)];
}

const keyWord = (scope: FilterPolicyScope): string => (scope === 'MessageBody' ? 'leaf keys' : 'keys');
const byteLength = (policy: Policy): number => new TextEncoder().encode(JSON.stringify(policy)).length;

/** Per key, the number of its conditions times its nesting level; multiplied over keys, added over branches of `$or`. */
function combinations(policy: Policy, level: number): number {
  return Object.entries(policy).reduce((product, [key, node]) => product * nodeCombinations(key, node, level), 1);
}

function nodeCombinations(key: string, node: unknown, level: number): number {
  if (isOr(key, node)) return sum(node.map((branch) => combinations(branch, level)));
  if (isObject(node)) return combinations(node, level + 1);
  return Array.isArray(node) ? Math.max(node.length, 1) * level : 1;
}

const wildcardPoints = (policy: Policy): number => sum(leaves(policy).map((leaf) => fieldPoints(leaf.conditions)));

/**
 * "Field complexity = (sum of pattern points) × (number of patterns)". AWS's examples count wildcards and anything-but as
 * patterns; that other conditions count for nothing, and fields without wildcards too, is our reading.
 */
function fieldPoints(conditions: readonly unknown[]): number {
  const patterns = conditions.filter(
    (condition) => isObject(condition) && ('wildcard' in condition || 'anything-but' in condition),
  );
  const wildcards = patterns.map(wildcardOf);
  if (wildcards.every((wildcard) => wildcard === undefined)) return 0;
  return sum(wildcards.map(patternPoints)) * patterns.length;
}

function wildcardOf(pattern: unknown): string | undefined {
  const operation = isObject(pattern) && 'anything-but' in pattern ? pattern['anything-but'] : pattern;
  return isObject(operation) && typeof operation.wildcard === 'string' ? operation.wildcard : undefined;
}

/** A single wildcard is 1 point, of several each is 3; anything-but without wildcards is 1. */
function patternPoints(wildcard = ''): number {
  const wildcards = wildcardLiterals(wildcard).length - 1;
  return wildcards > 1 ? wildcards * 3 : 1;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
