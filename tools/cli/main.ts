import { runCli } from './run-cli';
import { processTerminal } from './terminal';

/** EPIPE: the reader, such as `head`, has closed the pipe. That is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

runCli(process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
