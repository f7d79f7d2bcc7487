/** Prints the counts of a whole run on lines of their own, for people and machines that read nothing else. */
module.exports = class CountsReporter {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults },
  ) {
    // A suite that could not even be loaded counts as one failure.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`);
    for (const [reason, count] of skipReasons(testResults)) process.stdout.write(`  ${count} skipped: ${reason}\n`);
  }
};

/** As `integration/support/scenario.ts` writes it into the name of a group that its target cannot play. */
const REASON = / \((not on .+)\)$/;

/** How many tests were skipped for which reason that their group's name has, the most frequent one first. */
function skipReasons(files) {
  const counts = new Map();
  for (const { status, ancestorTitles } of files.flatMap(({ testResults }) => testResults)) {
    const reason = status === 'pending' ? REASON.exec(ancestorTitles[0] ?? '')?.[1] : undefined;
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one);
}
