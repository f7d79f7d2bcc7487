/** Mutates the pure domain; its tests must find out. `npm run test:mutation`, nightly: it takes longer than all other tests. */
export default {
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.js' },
  coverageAnalysis: 'perTest',
  mutate: ['shared/domain/**/*.ts', '!shared/domain/**/*.test.ts'],
  ignorePatterns: ['**', '!shared/**', '!tools/mutation/**', '!jest*.js', '!package.json'],
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, allowColor: false },
  jsonReporter: { fileName: '.carillon/mutation/report.json' },
  incrementalFile: '.carillon/mutation/incremental.json',
  tempDirName: '.carillon/mutation/sandboxes',
};
