import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { channels, functions } from '../../handlers';
import { Plan } from './properties/plan';
import type { FunctionBody, TerraformJson } from './properties/terraform-json';
import { anEnvironment, OPTIONAL_VARIABLES, REQUIRED_VARIABLES } from './testing/environments';
import { CHILD_TEST_TIMEOUT_MS, ProjectCopy, runNode, type Variables } from './testing/project-copy';

jest.setTimeout(CHILD_TEST_TIMEOUT_MS);

const folder = mkdtempSync(join(tmpdir(), 'carillon-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SETTINGS = { CARILLON_ENV: 'prod', ...REQUIRED_VARIABLES, ...OPTIONAL_VARIABLES };

interface Build {
  readonly text: string;
  readonly plan: Plan;
  /** Bytes of a file that the stack references, such as `assets/…/email.zip`. */
  readonly file: (path: string) => Buffer;
}

/** Runs `npm run synth` in one process, with the environment of another host. */
async function build(copy: ProjectCopy, outdir: string, host: Variables): Promise<Build> {
  const { code, stderr } = await copy.run(['--eval', SYNTH], { ...host, ...SETTINGS, CDKTF_OUTDIR: outdir });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const file = (path: string) => readFileSync(join(copy.folder, outdir, 'stacks', 'prod', path));
  const text = file('cdk.tf.json').toString();
  return {
    text,
    plan: new Plan(anEnvironment('prod'), JSON.parse(text) as TerraformJson, { channels, functions }),
    file,
  };
}

const SYNTH = `require('./tools/build/bundle.ts').bundleAll('dist/functions').then(() => require('./main.ts'))`;

let here: Build;
let elsewhere: Build;
const one = new ProjectCopy(join(folder, 'one'));
const other = new ProjectCopy(join(folder, 'another place', 'deeper'));

beforeAll(async () => {
  [here, elsewhere] = await Promise.all([
    build(one, 'cdktf.out', { TZ: 'UTC', LANG: 'C', HOME: folder }),
    build(other, 'somewhere else', { TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8', HOME: tmpdir() }),
  ]);
});

test('builds are reproducible: two hosts with other folders and time zones build a byte-equal stack', () => {
  expect(elsewhere.text).toBe(here.text);
});

test('two hosts build byte-equal bundles, and Terraform has their hashes', () => {
  for (const { body } of here.plan.all('aws_lambda_function')) {
    const bundle = here.file(body.filename ?? '');
    expect(elsewhere.file(body.filename ?? '').equals(bundle)).toBe(true);
    expect(body.source_code_hash).toBe(createHash('sha256').update(bundle).digest('base64'));
  }
});

test('a bundle has the same bytes in every time zone', async () => {
  const { stdout } = await one.run(['--eval', ZIP_IN_EVERY_ZONE], {});
  expect(JSON.parse(stdout)).toEqual({ ours: 1, ofOneMomentInTime: expect.any(Number) });
  // A zip stores local time: control that the time zones did change.
  expect(JSON.parse(stdout).ofOneMomentInTime).toBeGreaterThan(20);
});

/** Counts distinct zips over all time zones. */
const ZIP_IN_EVERY_ZONE = `
  const { zipSync } = require('fflate');
  const { zipFunction } = require('./tools/build/bundle.ts');
  const code = Buffer.from('code');
  const mtime = Date.UTC(2026, 0, 1);
  const inEveryZone = (zip) => new Set(Intl.supportedValuesOf('timeZone').map((zone) => {
    process.env.TZ = zone;
    return Buffer.from(zip()).toString('hex');
  })).size;
  const ofOneMomentInTime = inEveryZone(() => zipSync({ 'index.js': [code, { mtime }] }));
  console.log(JSON.stringify({ ours: inEveryZone(() => zipFunction(code)), ofOneMomentInTime }));
`;

test('every function starts with exactly the variables of the plan, and refuses to start without any of them', async () => {
  const bodies = here.plan.all('aws_lambda_function').map(({ body }) => body);
  const started = await Promise.all(bodies.map((body) => start(unpack(here, body), body.environment?.variables ?? {})));
  const expected = bodies.map(({ environment }) => Object.keys(environment?.variables ?? {}));
  expect(started).toEqual(expected.map((refusesWithout) => ({ handler: 'function', refusesWithout })));
});

function unpack({ file }: Build, { filename = '', function_name }: FunctionBody): string {
  const directory = join(folder, function_name);
  mkdirSync(directory);
  for (const [name, bytes] of Object.entries(unzipSync(file(filename)))) writeFileSync(join(directory, name), bytes);
  return directory;
}

/** Variables that Lambda sets beside the function's own. */
const LAMBDA = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_SESSION_TOKEN: 'x',
};

async function start(directory: string, variables: Variables): Promise<unknown> {
  const names = JSON.stringify(Object.keys(variables));
  const result = await runNode(directory, ['--eval', START, names], { ...LAMBDA, ...variables });
  return result.code === 0 ? JSON.parse(result.stdout) : result;
}

/** Requires the bundle with all variables, then once without each. */
const START = `
  const without = (name) => {
    const { [name]: value } = process.env;
    delete process.env[name];
    delete require.cache[require.resolve('./index.js')];
    try { require('./index.js'); return false; } catch (error) { return error.code === 'environment.missing'; } finally { process.env[name] = value; }
  };
  const { handler } = require('./index.js');
  console.log(JSON.stringify({ handler: typeof handler, refusesWithout: JSON.parse(process.argv[1]).filter(without) }));
`;
