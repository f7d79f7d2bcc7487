const { projects } = require('./jest.config');
const [{ displayName, ...unit }] = projects;

/** The tests of the domain alone: what a mutant of it must not survive. */
module.exports = {
  ...unit,
  testMatch: ['<rootDir>/shared/domain/**/*.test.ts'],
  setupFiles: ['<rootDir>/tools/mutation/fewer-runs.ts'],
};
