const swc = ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }];
const base = { rootDir: __dirname, testEnvironment: 'node', transform: { '\\.ts$': swc } };

/** Three tiers: `unit` takes seconds and touches no network, `synth` reads the synthesized Terraform, `integration` applies it. */
module.exports = {
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{handlers,shared,tools}/**/*.test.ts'] },
    { ...base, displayName: 'synth', testMatch: ['<rootDir>/stacks/**/*.test.ts'] },
  ],
};
