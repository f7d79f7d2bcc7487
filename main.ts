import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { channels, functions } from './handlers';
import { warningsOfQuota } from './stacks/constructs/concurrency';
import { readEnvironment, warningsOf, warningsOfMissingName } from './stacks/environment';
import { NotificationStack } from './stacks/notification-stack';
import { withPath } from './tools/support/files/write-file';
import { runMain } from './tools/support/report-errors';

/** Synthesizes the environment that `CARILLON_ENV` names into `cdktf.out`. */
function main(): void {
  const environment = readEnvironment(process.env);
  const outdir = process.env.CDKTF_OUTDIR ?? 'cdktf.out';
  const stack = join(outdir, 'stacks', environment.name);
  withPath(outdir, () => mkdirSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  const quota = warningsOfQuota([...channels, ...functions], environment);
  const warnings = [...warningsOfMissingName(process.env), ...warningsOf(environment), ...quota];
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  new NotificationStack(app, { environment, channels, functions, bundles: join(__dirname, 'dist', 'functions') });
  withPath(outdir, () => {
    app.synth();
    // `terraform init` then installs only a provider with these checksums.
    copyFileSync(join(__dirname, LOCK_FILE), join(stack, LOCK_FILE));
  });
  console.log(`${environment.name} is in ${stack}`);
}

const LOCK_FILE = '.terraform.lock.hcl';

runMain(main);
