import { type Mutant, scoreOf, survivors } from './score';

const aMutant = (status: string): Mutant => ({
  status,
  fileName: 'a.ts',
  mutatorName: 'StringLiteral',
  replacement: '""',
  location: { start: { line: 3, column: 4 } },
});

describe('scoreOf', () => {
  it('is the ratio of killed mutants, without invalid and ignored ones', () => {
    const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'RuntimeError', 'Ignored'];
    expect(scoreOf(statuses.map(aMutant))).toEqual({ detected: 2, undetected: 2, ignored: 1, percent: 50 });
  });

  it('is 100 % without mutants', () => {
    expect(scoreOf([]).percent).toBe(100);
  });
});

describe('survivors', () => {
  it('names place and change of each surviving mutant', () => {
    expect(survivors(['Killed', 'Survived'].map(aMutant))).toEqual(['a.ts:3:5 StringLiteral: ""']);
  });
});
