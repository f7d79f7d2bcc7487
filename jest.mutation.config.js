const { projects } = require('./jest.config.js');
const [{ displayName, ...unit }] = projects;

/** The tests that `tools/checks/mutation` gives to the files at hand. */
module.exports = {
  ...unit,
  testMatch: (process.env.CARILLON_MUTATION_TESTS ?? 'shared/domain/**/*.test.ts')
    .split(',')
    .map((path) => `<rootDir>/${path}`),
  setupFiles: ['<rootDir>/tools/checks/mutation/fewer-runs.ts'],
};
