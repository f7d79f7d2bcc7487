import { runCli } from './run-cli';
import { processTerminal } from './terminal';

/** Whoever reads our output may have seen enough, as `head` has. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

runCli(process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
