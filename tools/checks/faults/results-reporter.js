const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');

const ROOT = `${__dirname}/../../..`;

/** Writes what became of each test to the file that CARILLON_TEST_RESULTS names: `npm run test:faults` reads it. */
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
