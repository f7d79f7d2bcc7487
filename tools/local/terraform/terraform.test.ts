import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTerraform } from './terraform';

/** A fake Terraform: writes what the real one wrote, with its exit codes, and how it was called. */
const FAKE_TERRAFORM = `#!/bin/sh
echo "$@" >> calls
case "$1 $RECORDING" in
  init*locked) case "$*" in *-upgrade*) ;; *) echo "use: terraform init -upgrade" >&2; exit 1 ;; esac ;;
  init*) printf '%s\\n' 'Initializing provider plugins...' '- Installing hashicorp/aws v5.100.0...' ;;
  apply*|plan*) cat "$RECORDINGS/$RECORDING.jsonl" ;;
  output*) echo '{"topic_arn":{"sensitive":false,"type":"string","value":"arn"},"key":{"sensitive":true,"value":"k"}}' ;;
  show*) echo '{"format_version":"1.0"}' ;;
esac
case "$RECORDING" in apply-failed) exit 1 ;; plan-replace) exit 2 ;; esac
`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'terraform-'));
  writeFileSync(join(root, 'terraform'), FAKE_TERRAFORM);
  chmodSync(join(root, 'terraform'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true }));

function create(recording: string) {
  const told: string[] = [];
  const env = { RECORDINGS: join(__dirname, 'recordings'), RECORDING: recording, TF_CLI_CONFIG_FILE: 'mine.tfrc' };
  const options = { binary: './terraform', directory: root, cacheDirectory: join(root, 'cache'), env };
  return { terraform: createTerraform({ ...options, report: (line) => void told.push(line) }), told };
}

const calls = () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');

test('apply needs no approval, reports its progress and returns the change counts', async () => {
  const { terraform, told } = create('apply');
  expect(await terraform.apply()).toEqual({ add: 3, change: 0, remove: 0 });
  expect(calls()).toEqual(['apply -auto-approve -input=false -json -parallelism=30']);
  expect(told).toHaveLength(4);
});

test('a plan returns every change and no drift in form only', async () => {
  expect(await create('plan-replace').terraform.plan({ out: 'x.plan' })).toEqual({
    changed: true,
    changes: [
      { address: 'aws_sns_topic.notifications', action: 'replace' },
      { address: 'aws_sns_topic_subscription.email', action: 'replace' },
    ],
  });
  expect(calls()).toEqual(['plan -detailed-exitcode -input=false -json -parallelism=30 -out=x.plan']);
});

test("a failure is one error with Terraform's message", async () => {
  await expect(create('apply-failed').terraform.apply()).rejects.toMatchObject({
    code: 'local.terraform.failed',
    message: expect.stringMatching(
      /^\.\/terraform apply failed: aws_sqs_queue\.email: waiting for SQS Queue .*AccessDenied/,
    ),
  });
});

test('init reports the providers that it installs, and truncates the log', async () => {
  const { terraform, told } = create('none');
  await terraform.init();
  await terraform.init();
  expect(told).toEqual(Array(2).fill('  Installing hashicorp/aws v5.100.0...'));
  const log = readFileSync(join(root, 'cache', 'terraform.log'), 'utf8');
  expect(log).toBe('Initializing provider plugins...\n- Installing hashicorp/aws v5.100.0...\n');
});

test('init upgrades the provider if the lock file has an older version', async () => {
  await create('locked').terraform.init();
  expect(calls().map((call) => call.includes('-upgrade'))).toEqual([false, true]);
});

test('outputs are their values, the sensitive ones too, and are not logged', async () => {
  const { terraform } = create('none');
  expect(await terraform.output()).toEqual({ topic_arn: 'arn', key: 'k' });
  expect(() => readFileSync(join(root, 'cache', 'terraform.log'))).toThrow('ENOENT');
});

test('a plan that was written is shown as JSON', async () => {
  expect(await create('none').terraform.show('x.plan')).toEqual({ format_version: '1.0' });
  expect(calls()).toEqual(['show -json x.plan']);
});
