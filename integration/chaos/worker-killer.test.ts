import { chooseVictim } from './worker-killer';

const workers = [
  { pid: 1, functionName: 'audit' },
  { pid: 2, functionName: 'audit' },
  { pid: 3, functionName: 'audit-chain' },
];

describe('the next worker to kill', () => {
  it('belongs to the function with the fewest kills, so that a function with one worker is hit too', () => {
    expect(chooseVictim(workers, [{ functionName: 'audit' }], 0)).toBe(3);
    expect(chooseVictim(workers, [{ functionName: 'audit-chain' }], 0.99)).toBe(2);
  });

  it('is chosen by the seed in a tie', () => {
    expect([0, 0.4, 0.99].map((chance) => chooseVictim(workers, [], chance))).toEqual([1, 2, 3]);
  });

  it('is undefined when no worker runs', () => {
    expect(chooseVictim([], [], 0.5)).toBeUndefined();
  });
});
