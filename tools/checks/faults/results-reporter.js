const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');

const ROOT = `${__dirname}/../../..`;

/** Jest reporter that writes each test's result to the file in CARILLON_TEST_RESULTS, which `npm run test:faults` reads. */
module.exports = class ResultsReporter {
  onRunComplete(_contexts, { testResults }) {
    const file = process.env.CARILLON_TEST_RESULTS;
    if (!file) return;
    const results = testResults.flatMap(({ testFilePath, testResults: tests }) =>
      tests.map(({ fullName, status }) => ({ file: relative(ROOT, testFilePath), name: fullName, status })),
    );
    writeFileSync(file, JSON.stringify(results));
  }
};
