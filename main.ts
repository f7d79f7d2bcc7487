import { join } from 'node:path';
import { App } from 'cdktf';
import { channels, functions } from './handlers';
import { CodedError, explainError } from './shared/domain/coded-error';
import { readEnvironment, warningsOf } from './stacks/environment';
import { NotificationStack } from './stacks/notification-stack';

/** Synthesizes the environment that `CARILLON_ENV` names into `cdktf.out`. */
function main(): void {
  const environment = readEnvironment(process.env);
  const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
  for (const warning of warningsOf(environment)) console.warn(`warning: ${warning}`);
  new NotificationStack(app, { environment, channels, functions, bundles: join(__dirname, 'dist', 'functions') });
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(explainError(error));
  process.exitCode = 1;
}
