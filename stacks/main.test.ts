import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REQUIRED_VARIABLES } from './testing/environments';
import { type Finished, ProjectCopy, type Variables } from './testing/project-copy';
import { standInBundles } from './testing/synthesize';

const folder = mkdtempSync(join(tmpdir(), 'carillon-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

const unbundled = new ProjectCopy(join(folder, 'unbundled'));
const bundled = new ProjectCopy(join(folder, 'bundled'));
standInBundles(join(bundled.folder, 'dist', 'functions'));

const synth = (copy: ProjectCopy, variables: Variables): Promise<Finished> => copy.run('main.ts', variables);
const shown = (...lines: string[]): Finished => ({ code: 1, stdout: '', stderr: `${lines.join('\n')}\n` });

test.concurrent('an unknown environment is named, with those that there are', async () => {
  expect(await synth(unbundled, { CARILLON_ENV: 'staging' })).toEqual(
    shown(
      "error stack.environment.unknown: CARILLON_ENV is 'staging', expected one of local, dev, prod",
      'fix: set CARILLON_ENV to one of them, or leave it out for local',
    ),
  );
});

test.concurrent('every variable that is missing or wrong is named at once, without a stack trace', async () => {
  const variables = { CARILLON_ENV: 'prod', CARILLON_ACCOUNT_ID: '1111-2222-3333', CARILLON_PRODUCERS: 'the shop' };
  const invalid = '[stack.environment.invalid]';
  expect(await synth(unbundled, variables)).toEqual(
    shown(
      "error stack.environment.invalid: environment 'prod' is not complete",
      `  /CARILLON_ACCOUNT_ID: CARILLON_ACCOUNT_ID is '1111-2222-3333', expected an AWS account id of 12 digits ${invalid}`,
      `  /CARILLON_REGION: CARILLON_REGION is not set, expected a region of AWS, AWS China or GovCloud, such as eu-central-1 ${invalid}`,
      `  /CARILLON_SENDER: CARILLON_SENDER is not set, expected the From address of mails ${invalid}`,
      `  /CARILLON_STATE_BUCKET: CARILLON_STATE_BUCKET is not set, expected the S3 bucket of Terraform state ${invalid}`,
      `  /CARILLON_PRODUCERS: CARILLON_PRODUCERS is 'the shop', expected comma-separated ARNs of IAM roles or users ${invalid}`,
      'fix: set the variables that the faults name; README, "Apply to AWS", lists them',
    ),
  );
});

test.concurrent('a rule that the stack breaks is named, with the value and what is allowed', async () => {
  const stranger = 'arn:aws:iam::444455556666:role/shop';
  const { code, stderr } = await synth(bundled, {
    CARILLON_ENV: 'dev',
    ...REQUIRED_VARIABLES,
    CARILLON_PRODUCERS: stranger,
  });
  expect({ code, lines: stderr.split('\n') }).toEqual({
    code: 1,
    lines: [
      "error stack.invalid: stack 'dev' breaks 1 rule(s)",
      `  /producers/0: producer ${stranger} is of account 444455556666, allowed 111122223333: the topic's key lets no other in; let it assume a role of this account [stack.producer.account]`,
      'fix: change the values that the faults name',
      '',
    ],
  });
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

test.concurrent('without any variable it synthesizes local, and says nothing', async () => {
  expect(await synth(bundled, {})).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readdirSync(join(bundled.folder, 'cdktf.out', 'stacks'))).toEqual(['local']);
});
