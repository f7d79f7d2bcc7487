/** For each group of `tools/checks/mutation`: the tests of a file must find out what is changed in it. */
export default {
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  ignorePatterns: [
    '**',
    '!shared/**',
    '!handlers/channels/webhook/README.md',
    '!tools/checks/mutation/**',
    '!jest*.js',
    '!package.json',
  ],
  timeoutMS: 20_000,
  reporters: ['json'],
  jsonReporter: { fileName: '.carillon/mutation-report.json' },
  allowEmpty: true,
  tempDirName: '.carillon/mutation',
  logLevel: 'warn',
  warnings: { slow: false },
};
