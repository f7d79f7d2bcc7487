import fc from 'fast-check';

/** Fewer runs per property: each mutant repeats all of them, a few hundred times as often as a pull request. */
fc.configureGlobal({ numRuns: 25 });
