/** Jest reporter that prints the counts of a run on separate lines, easy to find and to parse. */
module.exports = class CountsReporter {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults },
  ) {
    // A suite that fails to load counts as one failure.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`);
    for (const [reason, count] of skipReasons(testResults)) process.stdout.write(`  ${count} skipped: ${reason}\n`);
  }
};

/** Reason in the name of a skipped group, as `integration/support/scenario.ts` writes it. */
const REASON = / \((not on .+)\)$/;

/** Counts of skipped tests by the reason in their group's name, most frequent first. */
function skipReasons(files) {
  const counts = new Map();
  for (const { status, ancestorTitles } of files.flatMap(({ testResults }) => testResults)) {
    const reason = status === 'pending' ? REASON.exec(ancestorTitles[0] ?? '')?.[1] : undefined;
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one);
}
