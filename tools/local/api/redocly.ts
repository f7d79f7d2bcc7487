import { join } from 'node:path';
import { runProcess } from '../processes/processes';

const ROOT = join(__dirname, '..', '..', '..');
const REDOCLY = join(ROOT, 'node_modules/@redocly/cli/bin/cli.js');
const CONFIGURATION = join(ROOT, 'tools', 'checks', 'api', 'redocly.yaml');
/** It sends nothing, and asks for no newer version. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_UPDATE_NOTIFIER: '1' };

export interface RedoclyRun {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs Redocly CLI in the root of the clone: https://redocly.com/docs/cli/commands */
export async function runRedocly(args: readonly string[]): Promise<RedoclyRun> {
  const lines: string[] = [];
  const { code } = await runProcess({
    command: process.execPath,
    args: [REDOCLY, ...args, '--config', CONFIGURATION],
    cwd: ROOT,
    env: { ...process.env, ...OFFLINE },
    onLine: (line) => void lines.push(line),
  });
  return { code, lines };
}
