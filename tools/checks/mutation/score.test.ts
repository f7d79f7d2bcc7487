import { type Mutant, scoreOf, survivors } from './score';

const aMutant = (status: string): Mutant => ({
  status,
  fileName: 'a.ts',
  mutatorName: 'StringLiteral',
  replacement: '""',
  location: { start: { line: 3, column: 4 } },
});

describe('scoreOf', () => {
  it('is the share of those that were found out, not counting what is no valid change or ignored', () => {
    const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'RuntimeError', 'Ignored'];
    expect(scoreOf(statuses.map(aMutant))).toEqual({ detected: 2, undetected: 2, ignored: 1, percent: 50 });
  });

  it('is full where there was nothing to change', () => {
    expect(scoreOf([]).percent).toBe(100);
  });
});

describe('survivors', () => {
  it('names the place and the change that went unnoticed', () => {
    expect(survivors(['Killed', 'Survived'].map(aMutant))).toEqual(['a.ts:3:5 StringLiteral: ""']);
  });
});
