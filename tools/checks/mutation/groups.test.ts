import { join } from 'node:path';
import { domainPaths, mutationGroups } from './groups';

describe('mutationGroups', () => {
  it('uses the tests of a file, and for files without any all tests of their folder', () => {
    const paths = ['a/x.ts', 'a/x.test.ts', 'a/y.ts', 'a/z.ts', 'a/z.test.ts', 'a/w.ts', 'b/x.ts', 'b/v.test.ts'];
    expect(mutationGroups(paths)).toEqual([
      { files: ['a/x.ts'], tests: ['a/x.test.ts'] },
      { files: ['a/y.ts', 'a/w.ts'], tests: ['a/x.test.ts', 'a/z.test.ts'] },
      { files: ['a/z.ts'], tests: ['a/z.test.ts'] },
      { files: ['b/x.ts'], tests: ['b/v.test.ts'] },
    ]);
  });

  it('covers every file of the domain, each with tests', () => {
    const paths = domainPaths(join(__dirname, '..', '..', '..'));
    const groups = mutationGroups(paths);
    const covered = groups.flatMap(({ files }) => files).toSorted();
    expect(covered).toEqual(paths.filter((path) => !path.endsWith('.test.ts')));
    expect(groups.filter(({ tests }) => tests.length === 0)).toEqual([]);
  });
});
