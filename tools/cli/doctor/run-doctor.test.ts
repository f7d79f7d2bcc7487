import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoctorOptions } from '../options';
import { testTerminal } from '../testing/test-terminal';
import { runDoctor } from './run-doctor';
import { awsError, testAws } from './testing/test-aws';

const directory = mkdtempSync(join(tmpdir(), 'carillon-doctor-'));
afterAll(() => rmSync(directory, { recursive: true }));

const queues = ['one', 'two', 'three'];
writeFileSync(
  join(directory, 'cdk.tf.json'),
  JSON.stringify({
    provider: { aws: [{ region: 'eu-central-1', allowed_account_ids: ['111122223333'] }] },
    resource: { aws_sqs_queue: Object.fromEntries(queues.map((name) => [name, { name }])) },
    moved: [{ from: 'aws_sqs_queue.uno', to: 'aws_sqs_queue.one' }],
  }),
);

interface Account {
  readonly there?: readonly string[];
  readonly denied?: readonly string[];
}

/** A stack of three queues, in an account that has some of them. */
async function run({ there = [], denied = [] }: Account, options: DoctorOptions & { readonly input?: string } = {}) {
  const terminal = testTerminal({ directory, input: options.input ?? '' });
  const aws = testAws({
    GetQueueUrlCommand: ({ QueueName }: { QueueName: string }) => {
      if (denied.includes(QueueName)) return awsError('AccessDenied', 'no', 403);
      return there.includes(QueueName) ? { QueueUrl: `https://sqs/${QueueName}` } : awsError('QueueDoesNotExist');
    },
  });
  const error = await runDoctor('.', options, terminal, async () => aws).catch((failure) => failure);
  return { error, output: terminal.output(), errors: terminal.errors() };
}

const state = (...names: readonly string[]) => ({
  state: '-',
  input: names.map((name) => `aws_sqs_queue.${name}\n`).join(''),
});
const HEADING = '3 resources of the plan, looked for in account 111122223333, eu-central-1:';

describe('runDoctor', () => {
  test('prints import blocks alone on standard output, and the rest on standard error', async () => {
    const { error, output, errors } = await run({ there: ['one', 'two'] }, state('two'));
    expect(error).toBeUndefined();
    expect(output).toMatch(/^#.*\n\nimport \{\n {2}to = aws_sqs_queue\.one\n {2}id = "https:\/\/sqs\/one"\n\}\n$/);
    expect(errors).toBe(
      [
        `${HEADING} 1 are there and not in the state`,
        '     1 there and not in the state: to be imported',
        '     1 there and in the state',
        '     1 neither there nor in the state: the next apply creates them\n',
      ].join('\n'),
    );
  });

  test.each<[string, Account, object, string]>([
    ['nothing is there', {}, {}, 'nothing is there'],
    ['all are there and in the state', { there: queues }, state(...queues), 'all are there and in the state'],
    ['nothing is to be imported', { there: ['one'] }, state('one'), 'nothing is there that is not in the state'],
    ['the state is lost', { there: queues }, {}, '3 are there and not in the state'],
    ['all were deleted', {}, state(...queues), 'nothing is there'],
  ])('says in a line that %s', async (_, account, options, verdict) => {
    const { error, errors } = await run(account, options);
    expect(error).toBeUndefined();
    expect(errors.split('\n')[0]).toBe(`${HEADING} ${verdict}`);
  });

  test('prints no block where there is nothing to import', async () => {
    expect((await run({})).output).toBe('');
  });

  test('names what the state has and AWS does not', async () => {
    const { errors } = await run({ there: ['one', 'three'] }, state(...queues));
    expect(errors).toContain('In the state and not there:\n  aws_sqs_queue.two\n');
    expect(errors).toContain('1 in the state and not there: the next apply creates them again');
  });

  test('takes what is in the state under an earlier address for what it is now', async () => {
    expect((await run({ there: ['one'] }, state('uno'))).output).toBe('');
  });

  test('fails where something could not be asked for, after it has printed the rest', async () => {
    const { error, output, errors } = await run({ there: ['one'], denied: ['two'] });
    expect(error).toMatchObject({
      code: 'cli.doctor_incomplete',
      message: '1 resource could not be looked up or cannot be imported; the reasons stand above',
    });
    expect(output).toContain('to = aws_sqs_queue.one');
    expect(errors).toContain(`${HEADING} not all could be asked for`);
    expect(errors).toMatch(/Not known:\n {2}aws_sqs_queue\.two: .*AccessDenied.*sqs:GetQueueUrl/);
  });

  test('never says that nothing is there where nothing could be asked for', async () => {
    const { errors } = await run({ denied: queues });
    expect(errors).not.toContain('nothing is there');
    expect(errors).toContain('     3 not known: they could not be asked for');
  });

  test('writes the blocks to a file, and the rest to standard output', async () => {
    const { output, errors } = await run({ there: ['one'] }, { out: 'imports.tf' });
    expect(readFileSync(join(directory, 'imports.tf'), 'utf8')).toMatch(
      /\nimport \{\n {2}to = aws_sqs_queue\.one\n.*\n\}\n$/,
    );
    expect(output).toContain('\n\nimport blocks are in imports.tf\n');
    expect(errors).toBe('');
  });

  test('writes no file where there is nothing to import', async () => {
    const { output } = await run({}, { out: 'none.tf' });
    expect(output).toContain('none.tf is not written: there is nothing to import');
    expect(() => readFileSync(join(directory, 'none.tf'))).toThrow('ENOENT');
  });

  test('names a file that cannot be written', async () => {
    const { error } = await run({ there: ['one'] }, { out: 'missing/imports.tf' });
    expect(error).toMatchObject({
      code: 'cli.file_unwritable',
      message: expect.stringContaining('missing/imports.tf'),
    });
  });

  test('prints every resource as JSON, by what is to be done about it', async () => {
    const { output, errors } = await run({ there: ['one', 'two'], denied: ['three'] }, { json: true, ...state('two') });
    expect(errors).toBe('');
    expect(JSON.parse(output)).toEqual({
      imports: [{ address: 'aws_sqs_queue.one', id: 'https://sqs/one' }],
      ...{ managed: ['aws_sqs_queue.two'], gone: [], absent: [], notImportable: [] },
      unknown: [{ address: 'aws_sqs_queue.three', reason: expect.stringContaining('AccessDenied') }],
    });
  });
});
