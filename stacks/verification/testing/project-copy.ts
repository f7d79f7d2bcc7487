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
  'tools/build/compile-catalogue.ts',
  'tools/build/catalogue',
  'tools/build/type-of-schema.ts',
  'tools/support/report-errors.ts',
  'tools/support/files',
];

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

/** Runs Node with no environment variables but these and the PATH. Never rejects. */
export async function runNode(cwd: string, args: readonly string[], variables: Variables): Promise<Finished> {
  const env = { PATH: process.env.PATH, ...variables };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { cwd, env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as Finished;
    return { code, stdout, stderr };
  }
}
