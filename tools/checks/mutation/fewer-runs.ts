import fc from 'fast-check';

/** Each mutant runs the properties again: a few hundred times more often than a pull request does. */
fc.configureGlobal({ numRuns: 25 });
