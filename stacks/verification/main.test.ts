import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHILD_TEST_TIMEOUT_MS, type Finished, ProjectCopy, type Variables } from './testing/project-copy';
import { standInBundles } from './testing/synthesize';

jest.setTimeout(CHILD_TEST_TIMEOUT_MS);

const folder = mkdtempSync(join(tmpdir(), 'carillon-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundled = new ProjectCopy(join(folder, 'bundled'));
const unbundled = new ProjectCopy(join(folder, 'unbundled'));
const unnamed = new ProjectCopy(join(folder, 'unnamed'));
const edited = new ProjectCopy(join(folder, 'edited'));
for (const { folder } of [bundled, edited, unnamed]) standInBundles(join(folder, 'dist', 'functions'));

const LOCK_FILE = '.terraform.lock.hcl';

const synth = (copy: ProjectCopy, variables: Variables): Promise<Finished> => copy.run(['main.ts'], variables);
const shown = (...lines: string[]): Finished => ({ code: 1, stdout: '', stderr: `${lines.join('\n')}\n` });

test.concurrent('every variable that is missing or wrong is named at once, without a stack trace', async () => {
  const variables = { CARILLON_ENV: 'prod', CARILLON_ACCOUNT_ID: '1111-2222-3333', CARILLON_PRODUCERS: 'the shop' };
  const invalid = '[stack.environment.invalid]';
  expect(await synth(unbundled, variables)).toEqual(
    shown(
      "error stack.environment.invalid: environment 'prod' is not complete",
      `  /CARILLON_ACCOUNT_ID: CARILLON_ACCOUNT_ID is '1111-2222-3333', expected an AWS account id of 12 digits ${invalid}`,
      `  /CARILLON_REGION: CARILLON_REGION is not set, expected a region of AWS that has SES, such as eu-central-1 ${invalid}`,
      `  /CARILLON_SENDER: CARILLON_SENDER is not set, expected the From address of mails, in ASCII, an international domain in Punycode ${invalid}`,
      `  /CARILLON_STATE_BUCKET: CARILLON_STATE_BUCKET is not set, expected the S3 bucket of Terraform state ${invalid}`,
      `  /CARILLON_PRODUCERS: CARILLON_PRODUCERS is 'the shop', expected comma-separated ARNs of IAM roles or users ${invalid}`,
      `  /CARILLON_ALARM_EMAIL: CARILLON_ALARM_EMAIL is not set, expected who is mailed when prod raises an alarm, or CARILLON_ALARM_SUBSCRIBER=elsewhere where something else subscribes to the topic of alarms ${invalid}`,
      'fix: set the variables that the faults name; README, "Apply to AWS", lists them',
    ),
  );
});

test.concurrent('a bundle that was not made is named, with the command that makes it', async () => {
  const file = join(unbundled.folder, 'dist', 'functions', 'email.zip');
  expect(await synth(unbundled, {})).toEqual(
    shown(
      `error stack.bundle.missing: there is no bundle ${file}`,
      'fix: run npm run bundle before the synthesis, or npm run synth, which does both',
    ),
  );
});

test.concurrent('without any variable it synthesizes local, and says where', async () => {
  expect(await synth(bundled, {})).toEqual({ code: 0, stdout: 'local is in cdktf.out/stacks/local\n', stderr: '' });
  const stacks = join(bundled.folder, 'cdktf.out', 'stacks');
  expect(readdirSync(stacks)).toEqual(['local']);
  expect(readFileSync(join(stacks, 'local', LOCK_FILE), 'utf8')).toBe(readFileSync(LOCK_FILE, 'utf8'));
});

test.concurrent('variables of an account without the name of an environment are no way to local', async () => {
  const variables = { CARILLON_ACCOUNT_ID: '111122223333', CARILLON_TAKE_DOWN: 'prod', CARILLON_PORT: '4850' };
  expect(await synth(unnamed, variables)).toEqual({
    code: 0,
    stdout: 'local is in cdktf.out/stacks/local\n',
    stderr:
      'warning: CARILLON_ENV is not set, so this is local, for an emulator, without CARILLON_ACCOUNT_ID, CARILLON_TAKE_DOWN\n',
  });
});

test.concurrent('a construct that breaks a property is refused with the name of the property, and nothing is written', async () => {
  const file = join(edited.folder, 'stacks', 'constructs', 'storage.ts');
  const storage = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    storage.replace('pointInTimeRecovery: { enabled: true }', 'pointInTimeRecovery: { enabled: false }'),
  );
  const expected = 'expected: every table has point-in-time recovery [stack.property]';
  expect(await synth(edited, {})).toEqual(
    shown(
      "error stack.invalid: stack 'local' breaks 1 property",
      `  /aws_dynamodb_table.storage_ledger: has no PITR (so it is with aws_dynamodb_table.storage_directory); ${expected}`,
      'fix: undo what a fault names; where it is meant, change the property in stacks/verification/properties, or exempt it with the reason in exemptions.ts',
    ),
  );
  expect(existsSync(join(edited.folder, 'cdktf.out', 'stacks', 'local', 'cdk.tf.json'))).toBe(false);
});

test.concurrent('a folder that is not there is made, with the folders above it', async () => {
  const outdir = join(bundled.folder, 'not', 'there');
  expect(await synth(bundled, { CDKTF_OUTDIR: outdir })).toMatchObject({ code: 0 });
  expect(existsSync(join(outdir, 'stacks', 'local', 'cdk.tf.json'))).toBe(true);
});

test.concurrent('a folder that cannot be written is named with the reason, without a stack trace', async () => {
  const notAFolder = join(bundled.folder, 'package.json');
  const fix = 'fix: free the disk, or let this user write there; or run a clone in a folder where that is so';
  expect(await synth(bundled, { CDKTF_OUTDIR: join(notAFolder, 'out') })).toEqual(
    shown(
      `error local.file_unwritable: ${join(notAFolder, 'out')} cannot be written: a part of the path is a file (ENOTDIR, mkdir)`,
      fix,
    ),
  );
});
