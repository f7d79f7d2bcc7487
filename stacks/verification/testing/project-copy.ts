import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..', '..');
const SOURCES = [
  'main.ts',
  '.terraform.lock.hcl',
  'package.json',
  'tsconfig.json',
  'stacks',
  'handlers',
  'shared',
  'tools/build/bundle.ts',
  'tools/build/api',
  'tools/build/compile-catalogue.ts',
  'tools/build/catalogue',
  'tools/build/type-of-schema.ts',
  'tools/support/report-errors.ts',
  'tools/support/files',
];

/** Kills a child that hangs. A build takes seconds on an idle machine, and a minute where others share its cores. */
const CHILD_TIMEOUT_SECONDS = 240;

/** For `jest.setTimeout` of tests that run children: longer than a child may take, so that Jest reports its output. */
export const CHILD_TEST_TIMEOUT_MS = (CHILD_TIMEOUT_SECONDS + 60) * 1000;

export type Variables = Readonly<Record<string, string>>;

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The project's sources in another folder, with this one's dependencies. */
export class ProjectCopy {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    for (const source of SOURCES) {
      cpSync(join(ROOT, source), join(folder, source), {
        recursive: true,
        filter: (path) => !path.endsWith('.test.ts'),
      });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  }

  /** Runs Node in the copy, with tsx and with no variables but these. */
  run(args: readonly string[], variables: Variables): Promise<Finished> {
    return runNode(this.folder, ['--require', 'tsx/cjs', ...args], variables);
  }
}

/** Runs Node with no environment variables but these and the PATH. Never rejects; a child that hangs says so in `stderr`. */
export async function runNode(cwd: string, args: readonly string[], variables: Variables): Promise<Finished> {
  const env = { PATH: process.env.PATH, ...variables };
  try {
    const timeout = CHILD_TIMEOUT_SECONDS * 1000;
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { cwd, env, timeout })) };
  } catch (error) {
    const { code, stdout, stderr, killed } = error as Finished & { readonly killed: boolean };
    return { code, stdout, stderr: killed ? `${stderr}killed after ${CHILD_TIMEOUT_SECONDS} s` : stderr };
  }
}
