import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const CRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const CONFIG = join(__dirname, 'import-rules.cjs');
const FOLDERS = ['main.ts', 'handlers', 'shared', 'stacks', 'tools', 'integration'];

/** Minimal project that violates each rule. */
const BROKEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'domain-is-pure': { 'shared/domain/a.ts': "export * from 'node:process';" },
  'shared-ports': { 'shared/ports/a.ts': "import type { R } from '../runtime/r';", 'shared/runtime/r.ts': TYPE('R') },
  'shared-operations': {
    'shared/operations/a.ts': "import type { R } from '../../tools/cli/r';",
    'tools/cli/r.ts': TYPE('R'),
  },
  'shared-producer': {
    'shared/producer/a.ts': "import '../../handlers/channels/x/deliver';",
    'handlers/channels/x/deliver.ts': '',
  },
  'handlers-stay-apart': {
    'handlers/functions/y/a.ts': "import '../../channels/x/deliver';",
    'handlers/channels/x/deliver.ts': '',
  },
  'channels-without-registry': {
    'handlers/channels/x/a.ts': "import '../../index';",
    'handlers/index.ts': '',
  },
  'bundles-hold-no-tools': {
    'handlers/channels/x/index.ts': "import './b';",
    'handlers/channels/x/b.ts': "export const load = () => require('../../../tools/build/b');",
    'tools/build/b.ts': '',
  },
  'synthesis-runs-no-function': {
    'stacks/a.ts': "export const load = () => import('../handlers/channels/x/index');",
    'handlers/channels/x/index.ts': '',
  },
  'manifests-are-data': {
    'handlers/index.ts': "import './channels/x/channel';",
    'handlers/channels/x/channel.ts': "import { App } from 'cdktf';",
    'node_modules/cdktf/index.js': '',
    'node_modules/cdktf/package.json': '{ "name": "cdktf", "main": "index.js" }',
  },
  'cli-imports-no-handler': {
    'tools/cli/a.ts': "import '../../handlers/channels/x/deliver';",
    'handlers/channels/x/deliver.ts': '',
  },
  'no-circles': { 'tools/cli/a.ts': "import type { B } from './b';", 'tools/cli/b.ts': "import './a';" },
  'imports-lead-somewhere': { 'tools/cli/a.ts': "import './gone';" },
  'registry-is-complete': { 'handlers/index.ts': '', 'handlers/channels/x/channel.ts': '' },
};

function TYPE(name: string): string {
  return `export interface ${name} {}`;
}

const folder = mkdtempSync(join(tmpdir(), 'carillon-imports-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Distinct names of the rules that a project breaks. */
function brokenRules(files: Readonly<Record<string, string>>, name: string): string[] {
  const project = join(folder, name);
  for (const [path, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const folders = [...new Set(Object.keys(files).map((path) => path.split('/', 1)[0] ?? ''))].filter((top) =>
    FOLDERS.includes(top),
  );
  const args = [CRUISE, '--config', CONFIG, '--output-type', 'json', ...folders];
  const { stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))];
}

test.each(Object.keys(BROKEN))('only the rule %s refuses the project that violates it', (name) => {
  expect(brokenRules(BROKEN[name] ?? {}, name)).toEqual([name]);
});

test('every import of this project keeps the rules', () => {
  execFileSync(process.execPath, [CRUISE, '--config', CONFIG, ...FOLDERS], { cwd: ROOT, encoding: 'utf8' });
});

test('the graph in the docs is current', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [draw = '', file = ''] = (scripts.graph ?? '').split(' > ');
  const graph = execFileSync('npx', ['--no-install', ...wordsOf(draw)], { cwd: ROOT, encoding: 'utf8' });
  expect(readFileSync(join(ROOT, file), 'utf8')).toBe(graph);
});

/** Splits a command into arguments, as a shell does. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
