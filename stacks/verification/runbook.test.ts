import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anEnvironment } from './testing/environments';
import { synthesize } from './testing/synthesize';

const RUNBOOK = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
const PREFIX = 'carillon-prod-';

/** The names in the first cell of each row below "Alarms", as patterns: `<channel>` and `<function>` stand for any name. */
function documentedAlarms(runbook: string): RegExp[] {
  const chapter = runbook.split('\n## ').find((text) => text.startsWith('Alarms\n')) ?? '';
  const cells = [...chapter.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  return names.map((name) => new RegExp(`^${name.replace(/<\w+>/, '[a-z-]+')}$`));
}

const undocumented = (alarms: readonly string[], runbook: string): string[] =>
  alarms.filter((alarm) => !documentedAlarms(runbook).some((pattern) => pattern.test(alarm)));

it('finds an alarm without a row', () => {
  const runbook = '# R\n\n## Alarms\n\n| `<channel>-dlq`, `handover-failed` | x |\n\n## Other\n\n| `audit-lag` | x |\n';
  expect(undocumented(['email-dlq', 'handover-failed', 'audit-lag'], runbook)).toEqual(['audit-lag']);
});

it('every alarm of the stack has a row in the runbook', () => {
  const { plan } = synthesize(anEnvironment('prod'));
  const alarms = plan.all('aws_cloudwatch_metric_alarm').map(({ body }) => body.alarm_name.replace(PREFIX, ''));
  expect(alarms).toContain('webhook-dlq');
  expect(undocumented(alarms, RUNBOOK)).toEqual([]);
});
