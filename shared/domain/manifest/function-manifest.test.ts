import { defineFunction } from './function-manifest';

it('a manifest is what it says, typed', () => {
  const manifest = {
    name: 'sweeper',
    description: 'a function of tests',
    capabilities: [],
    function: { timeoutSeconds: 30, memoryMegabytes: 128 },
    trigger: { kind: 'schedule', expression: 'rate(1 minute)' } as const,
  };
  expect(defineFunction(manifest)).toBe(manifest);
});
