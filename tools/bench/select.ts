import { refused } from './read-arguments';
import type { Benchmark } from './report/result';

/**
 * The benchmarks whose id begins with one of the prefixes, in the order of the registry; without a prefix, all that are not
 * optional.
 *
 * @throws CodedError `local.arguments` for a prefix that no id has
 */
export function selected(benchmarks: readonly Benchmark[], prefixes: readonly string[]): Benchmark[] {
  const has = (prefix: string) => benchmarks.some(({ id }) => id.startsWith(prefix));
  const unknown = prefixes.filter((prefix) => !has(prefix));
  if (unknown.length > 0) throw refused(`no benchmark begins with ${unknown.join(' or ')}`);
  if (prefixes.length === 0) return benchmarks.filter(({ isOptional }) => !isOptional);
  return benchmarks.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)));
}
