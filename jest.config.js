const swc = [
  '@swc/jest',
  { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];
const base = { rootDir: __dirname, testEnvironment: 'node', transform: { '\\.ts$': swc } };

/** Three tiers: `unit` takes seconds and no network but loopback, `synth` reads the Terraform, `integration` applies it. */
module.exports = {
  maxWorkers: '100%',
  // Properties and real sockets need seconds on a busy machine.
  testTimeout: 20_000,
  reporters: [
    'default',
    '<rootDir>/tools/checks/jest-counts-reporter.js',
    '<rootDir>/tools/checks/faults/results-reporter.js',
  ],
  // `npm test -- --coverage` holds these floors for two folders that mutation testing (stryker.config.mjs) does not reach.
  // All three tiers must run: the contracts of the ports run the adapters against the emulator.
  collectCoverageFrom: ['shared/{runtime,aws}/**/*.ts', '!**/*.test.ts', '!**/testing/**'],
  coverageReporters: ['text'],
  coverageThreshold: {
    './shared/runtime/': { statements: 99, branches: 96, functions: 97, lines: 99 },
    './shared/aws/': { statements: 97, branches: 84, functions: 99, lines: 98 },
  },
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{handlers,shared,tools,integration/{targets,chaos}}/**/*.test.ts'],
    },
    { ...base, displayName: 'synth', testMatch: ['<rootDir>/stacks/**/*.test.ts'] },
    {
      ...base,
      displayName: 'integration',
      testMatch: ['<rootDir>/integration/scenarios/**/*.test.ts'],
      globalSetup: '<rootDir>/integration/support/setup.ts',
      globalTeardown: '<rootDir>/integration/support/teardown.ts',
    },
  ],
};
