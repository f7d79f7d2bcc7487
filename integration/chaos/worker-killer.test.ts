import { chooseVictim } from './worker-killer';

const workers = [
  { pid: 1, functionName: 'audit' },
  { pid: 2, functionName: 'audit' },
  { pid: 3, functionName: 'audit-chain' },
];

describe('which worker is killed next', () => {
  it('is one of the function that was killed least often, so that a function with one worker is not spared', () => {
    expect(chooseVictim(workers, [{ functionName: 'audit' }], 0)).toBe(3);
    expect(chooseVictim(workers, [{ functionName: 'audit-chain' }], 0.99)).toBe(2);
  });

  it('is chosen by the seed among those that are equal', () => {
    expect([0, 0.4, 0.99].map((chance) => chooseVictim(workers, [], chance))).toEqual([1, 2, 3]);
  });

  it('is none where no worker runs', () => {
    expect(chooseVictim([], [], 0.5)).toBeUndefined();
  });
});
