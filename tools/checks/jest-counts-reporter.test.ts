import { join } from 'node:path';

/** Plain JavaScript, because Jest loads reporters untransformed. */
const CountsReporter = require(join(__dirname, 'jest-counts-reporter.js'));

const aTest = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles });
const run = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 0, numRuntimeErrorTestSuites: 1, testResults: [] };

function printed(results: object): string {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  new CountsReporter().onRunComplete(undefined, { ...run, ...results });
  write.mockRestore();
  return lines.join('');
}

test('a suite that fails to load counts as one failure', () => {
  expect(printed({})).toBe('\n2 passed, 2 failed\n');
});

test('tests skipped for a missing ability are counted by reason, the rest only in total', () => {
  const [http, mail] = ['unsubscribe (not on x: http-api: it is paid)', 'mail (not on x: inbox: there is none)'];
  const testResults = [
    { testResults: [aTest('pending', http), aTest('pending', 'other'), aTest('passed', mail), aTest('pending')] },
    { testResults: [aTest('pending', mail, 'inner'), aTest('pending', mail)] },
  ];
  expect(printed({ numPendingTests: 5, testResults })).toBe(
    [
      '\n2 passed, 2 failed, 5 skipped',
      '  2 skipped: not on x: inbox: there is none',
      '  1 skipped: not on x: http-api: it is paid\n',
    ].join('\n'),
  );
});
