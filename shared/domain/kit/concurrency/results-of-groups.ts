/**
 * Makes a call for each group at once, and returns a promise for each of the items, so that no group waits for another.
 *
 * @param call returns one result per item of its group, in order
 */
export function resultsOfGroups<Item extends object, Result>(
  groups: readonly (readonly Item[])[],
  call: (group: readonly Item[]) => Promise<readonly Result[]>,
): ReadonlyMap<Item, Promise<Result>> {
  const ofGroup = (group: readonly Item[]) => {
    const called = call(group);
    return group.map((item, n): [Item, Promise<Result>] => [item, called.then((results) => results[n] as Result)]);
  };
  return new Map(groups.flatMap(ofGroup));
}
