import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Says that it begins; when it is stopped, that what it cancels has failed, as the real one does. */
const FAKE_TERRAFORM = `#!/bin/sh
trap 'cat "$RECORDINGS/apply-failed.jsonl"; exit 1' TERM
echo '- Installing hashicorp/aws v5.100.0...'
while :; do sleep 0.1; done
`;

/** As tools/local/main.ts does it. */
const script = (folder: string): string => `
  const { createTerraform } = require('./terraform');
  const { runMain } = require('../../support/report-errors');
  const folder = ${JSON.stringify(folder)};
  const env = { RECORDINGS: ${JSON.stringify(join(__dirname, 'recordings'))} };
  const options = { binary: './terraform', directory: folder, cacheDirectory: folder, env };
  runMain(() => createTerraform({ ...options, report: (line) => console.log(line.trim()) }).apply());`;

test("an interrupted apply reports nothing as failed, and logs Terraform's output", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  writeFileSync(join(folder, 'terraform'), FAKE_TERRAFORM);
  chmodSync(join(folder, 'terraform'), 0o755);
  const args = ['--import', require.resolve('tsx'), '-e', script(folder)];
  const child = spawn(process.execPath, args, { cwd: __dirname });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)));
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(output.join('')).toBe('Installing hashicorp/aws v5.100.0...\n');
  expect(readFileSync(join(folder, 'terraform.log'), 'utf8')).toContain('Creation errored');
  rmSync(folder, { recursive: true });
});
