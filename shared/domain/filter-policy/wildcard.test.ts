import fc from 'fast-check';
import { matchesWildcard } from './wildcard';

describe('matchesWildcard', () => {
  it.each([
    ['*ball', ['ball', 'baseball'], ['balloon', 'Ball', '']],
    ['base*', ['base', 'baseball'], ['a base']],
    ['log-*-2025.txt', ['log-app-2025.txt', 'log--2025.txt'], ['log-2025.txt']],
    ['*/src/*.js', ['app/src/index.js', '/src/.js'], ['src/index.js', 'app/src/index.ts']],
    ['b*e*l', ['baseball', 'bel'], ['bal', 'bl']],
    ['a*a', ['aa', 'aba'], ['a']],
    ['*ab*ab*', ['abab', 'xabyabz'], ['ab', 'xaby']],
    ['a\\', ['a'], ['a\\', '']],
    ['*', ['', 'anything\nat all'], []],
    ['exact', ['exact'], ['exactly', '']],
    ['', [''], ['a']],
    ['a\\*b', ['a*b'], ['axb', 'a\\*b']],
    ['a\\\\*', ['a\\', 'a\\b'], ['a*']],
    ['*.+?^$', ['x.+?^$'], ['x']],
  ])('reads %s', (pattern, matching, others) => {
    expect(matching.filter((text) => !matchesWildcard(pattern, text))).toEqual([]);
    expect(others.filter((text) => matchesWildcard(pattern, text))).toEqual([]);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });
});
