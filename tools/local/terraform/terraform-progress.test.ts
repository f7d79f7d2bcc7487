import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTerraformEvent } from './terraform-events';
import { advance, heartbeat, NO_PROGRESS, type Progress } from './terraform-progress';

/** What Terraform 1.11 wrote with the AWS provider 5.100.0. */
function follow(recording: string): { progress: Progress; told: string[] } {
  const lines = readFileSync(join(__dirname, 'recordings', recording), 'utf8').split('\n');
  const told: string[] = [];
  const events = lines.map(parseTerraformEvent).filter((event) => event !== undefined);
  const progress = events.reduce((before, event) => {
    const { progress: after, line } = advance(before, event);
    if (line !== undefined) told.push(line);
    return after;
  }, NO_PROGRESS);
  return { progress, told };
}

test('an apply reports its plan and each resource with its number and its time', () => {
  expect(follow('apply.jsonl')).toEqual({
    progress: { total: 3, done: 3, pending: [] },
    told: [
      '  3 to create, 0 to update, 0 to destroy',
      '  1/3 aws_sns_topic.notifications created in 0s',
      '  2/3 aws_sqs_queue.email created in 25s',
      '  3/3 aws_sns_topic_subscription.email created in 0s',
    ],
  });
});

test('a failed resource is reported and does not count as done', () => {
  expect(follow('apply-failed.jsonl')).toEqual({
    progress: { total: 4, done: 2, pending: [] },
    told: [
      '  2 to create, 0 to update, 2 to destroy',
      '  1/4 aws_sns_topic_subscription.email destroyed in 0s',
      '  2/4 aws_sqs_queue.email destroyed in 1s',
      '  aws_sqs_queue.email failed after 0s',
    ],
  });
});

test('a plan reports its counts, and neither reads nor drift in form only', () => {
  expect(follow('plan-replace.jsonl').told).toEqual(['  2 to create, 0 to update, 2 to destroy']);
});

test('a warning is reported at once', () => {
  const diagnostic = {
    kind: 'diagnostic',
    severity: 'warning',
    summary: 'Deprecated',
    detail: '',
    address: '',
  } as const;
  expect(advance(NO_PROGRESS, diagnostic)).toEqual({ progress: NO_PROGRESS, line: '  warning: Deprecated' });
});

test.each([
  [{ done: 0, pending: [] }, '  still working (5s so far)'],
  [{ total: 9, done: 2, pending: ['a.b'] }, '  2/9 waiting for a.b (5s so far)'],
  [{ total: 9, done: 2, pending: ['a.b', 'a.c', 'a.d'] }, '  2/9 waiting for a.b and 2 more (5s so far)'],
])('a heartbeat of %j says %j', (progress, line) => {
  expect(heartbeat(progress, 5)).toBe(line);
});
