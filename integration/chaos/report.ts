import type { Chains } from './chain-effects';
import type { Post } from './chaos-receiver';
import type { Verdict } from './judge';
import type { Kill } from './worker-killer';

interface Report {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly chains: Chains;
  readonly posts: readonly Post[];
  readonly kills: readonly Kill[];
  readonly tookSeconds: number;
}

export function printReport({ seed, verdict, chains, posts, kills, tookSeconds }: Report): void {
  const { lost, waiting, repeated, unexplained, states } = verdict;
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  console.log(`
chaos, seed ${seed}, ${tookSeconds.toFixed(0)} s
  deliveries   ${total}: ${counts(states)}
  posts        ${posts.length}: ${counts(tally(posts.map(({ behaviour }) => behaviour)))}
  killed       ${kills.length} workers: ${counts(tally(kills.map(({ functionName }) => functionName)))}
  audit chain  ${chains.links} links, ${chains.broken.length} broken
  lost         ${lost.length}
  waiting      ${waiting.length}, for an attempt whose time has not come
  repeated     ${repeated.length}, each by a worker that died between the effect and its record
  unexplained  ${unexplained.length} repetitions
`);
  for (const [title, list] of Object.entries({ lost, waiting, repeated, unexplained, broken: chains.broken })) {
    for (const entry of list) console.log(`${title}: ${entry}`);
  }
}

const tally = (names: readonly string[]): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const name of names) counted[name] = (counted[name] ?? 0) + 1;
  return counted;
};

const counts = (counted: Readonly<Record<string, number>>): string =>
  Object.entries(counted)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
