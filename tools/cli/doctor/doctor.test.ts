import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { testTerminal } from '../testing/test-terminal';
import { type DoctorOptions, runDoctor } from './doctor';
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

interface Options extends DoctorOptions {
  readonly input?: string;
  readonly folder?: string;
}

/** A stack of three queues, in an account that has some of them. */
async function run({ there = [], denied = [] }: Account, { folder = '.', ...options }: Options = {}) {
  const terminal = testTerminal({ directory, input: options.input ?? '' });
  const aws = testAws({
    GetQueueUrlCommand: ({ QueueName }: { QueueName: string }) => {
      if (denied.includes(QueueName)) return awsError('AccessDenied', 'no', 403);
      return there.includes(QueueName) ? { QueueUrl: `https://sqs/${QueueName}` } : awsError('QueueDoesNotExist');
    },
  });
  const error = await runDoctor(folder, options, terminal, async () => aws).catch((failure) => failure);
  return { error, output: terminal.output(), errors: terminal.errors(), calls: aws.calls };
}

/** As `terraform state pull` prints it; each queue has the name of its resource, or the other one that is given. */
const state = (...names: readonly (string | readonly [name: string, held: string])[]) => {
  const resources = names.map((one) => {
    const [name, held] = typeof one === 'string' ? [one, one] : one;
    return { mode: 'managed', type: 'aws_sqs_queue', name, instances: [{ attributes: { name: held } }] };
  });
  return { state: '-', input: JSON.stringify({ version: 4, resources }) };
};
const HEADING = '3 resources of the plan, looked for in account 111122223333, eu-central-1:';

describe('runDoctor', () => {
  test('prints only import blocks on standard output, and the report on standard error', async () => {
    const { error, output, errors } = await run({ there: ['one', 'two'] }, state('two'));
    expect(error).toBeUndefined();
    expect(output).toMatch(/^#.*\n\nimport \{\n {2}to = aws_sqs_queue\.one\n {2}id = "https:\/\/sqs\/one"\n\}\n$/);
    expect(errors).toBe(
      [
        `${HEADING} 1 are in AWS and not in the state`,
        '     1 in AWS, not in the state: to be imported',
        '     1 in AWS and in the state',
        '     1 neither in AWS nor in the state: the next apply creates them\n',
      ].join('\n'),
    );
  });

  test.each<[string, Account, object, string]>([
    ['nothing is in AWS', {}, {}, 'nothing is in AWS'],
    ['all are in AWS and in the state', { there: queues }, state(...queues), 'all are in AWS and in the state'],
    ['nothing is to be imported', { there: ['one'] }, state('one'), 'nothing is in AWS that is not in the state'],
    ['the state is empty', { there: queues }, { state: '-' }, '3 are in AWS and not in the state'],
    [
      'no state was given',
      { there: queues },
      {},
      '3 are in AWS; without --state it is not known which of them the state has',
    ],
    ['all were deleted', {}, state(...queues), 'nothing is in AWS'],
  ])('says in a line that %s', async (_, account, options, verdict) => {
    const { error, errors } = await run(account, options);
    expect(error).toBeUndefined();
    expect(errors.split('\n')).toContain(`${HEADING} ${verdict}`);
  });

  test('prints no block if there is nothing to import', async () => {
    expect((await run({})).output).toBe('');
  });

  test('names resources that are in the state but not in AWS', async () => {
    const { errors } = await run({ there: ['one', 'three'] }, state(...queues));
    expect(errors).toContain('In the state, not in AWS:\n  aws_sqs_queue.two\n');
    expect(errors).toContain('1 in the state, not in AWS: the next apply creates them again');
  });

  test('resolves a former address in the state to the present one', async () => {
    expect((await run({ there: ['one'] }, state(['uno', 'one']))).output).toBe('');
  });

  test('refuses the state of another environment', async () => {
    const others = queues.map((name) => [name, `dev-${name}`] as const);
    const { error, output, errors } = await run({ there: queues }, state(...others));
    expect(error).toMatchObject({
      code: 'cli.other_state',
      message: "the state is of another environment: its aws_sqs_queue.one is 'dev-one', and the plan's 'one'",
    });
    expect({ output, errors }).toEqual({ output: '', errors: '' });
  });

  test.each([
    ['the new one is there too', queues, /'drei', planned as 'three', and 'three' exists already: delete neither/],
    ['the new one is not there', ['one', 'two'], /'drei', planned as 'three': the next apply replaces it/],
  ])('fails for what the state has under another name, where %s', async (_, there, reason) => {
    const { error, output, errors } = await run({ there }, state('one', 'two', ['three', 'drei']));
    expect(error).toMatchObject({ code: 'cli.doctor_incomplete' });
    expect(output).toBe('');
    expect(errors).toContain(`${HEADING} 0 are in AWS and not in the state; 1 are to be destroyed or replaced\n`);
    expect(errors).toContain('\nTo be destroyed or replaced:\n  aws_sqs_queue.three: in the state as');
    expect(errors).toMatch(reason);
  });

  test('fails for a tainted resource that is in AWS and in the state, and says how to keep it', async () => {
    const input = state(...queues).input.replace('"attributes"', '"status":"tainted","attributes"');
    const { error, output, errors } = await run({ there: queues }, { state: '-', input });
    expect(error).toMatchObject({
      code: 'cli.doctor_incomplete',
      message: expect.stringContaining('1 resource could'),
    });
    expect(output).toBe('');
    expect(errors).toContain(`${HEADING} 0 are in AWS and not in the state; 1 are to be destroyed or replaced\n`);
    expect(errors).toMatch(
      /\nTo be destroyed or replaced:\n {2}aws_sqs_queue\.one: it is tainted .*terraform untaint aws_sqs_queue\.one/,
    );
  });

  test('resolves a former address of a tainted resource to the present one', async () => {
    const input = state(['uno', 'one']).input.replace('"attributes"', '"status":"tainted","attributes"');
    expect((await run({ there: ['one'] }, { state: '-', input })).errors).toContain('untaint aws_sqs_queue.one');
  });

  test('adds a remark for a resource that the state has and the plan does not, and exits with 0', async () => {
    const { error, errors } = await run({ there: queues }, state(...queues, 'four'));
    expect(error).toBeUndefined();
    expect(errors).toContain(`${HEADING} all are in AWS and in the state`);
    expect(errors).toMatch(
      /Remarks:\n {2}aws_sqs_queue\.four: in the state and not in the plan; the next apply destroys it/,
    );
  });

  test('warns that a list of addresses does not tell its environment', async () => {
    const list = queues.map((name) => `aws_sqs_queue.${name}\n`).join('');
    const { error, errors } = await run({ there: queues }, { state: '-', input: list });
    expect(error).toBeUndefined();
    expect(errors).toContain('a list of addresses names neither its environment nor what is tainted');
    expect(errors).toContain('all are in AWS and in the state');
  });

  test.each<[string, object]>([
    ['an empty state', { state: '-', input: '' }],
    ['a state that was pulled', state('one')],
  ])('does not say so of %s', async (_, options) => {
    expect((await run({ there: ['one'] }, options)).errors).not.toContain('whose state');
  });

  test('warns that an empty state may be a failed pull', async () => {
    const warning = 'the state is empty: if terraform state pull failed';
    expect((await run({ there: queues }, { state: '-' })).errors).toContain(warning);
    expect((await run({ there: queues })).errors).not.toContain(warning);
    expect((await run({ there: queues }, state('one'))).errors).not.toContain(warning);
  });

  test('fails after it has printed the rest, if a lookup failed', async () => {
    const { error, output, errors } = await run({ there: ['one'], denied: ['two'] });
    expect(error).toMatchObject({
      code: 'cli.doctor_incomplete',
      message:
        '1 resource could not be looked up or imported, or would be destroyed or replaced; the reasons are listed above',
    });
    expect(output).toContain('to = aws_sqs_queue.one');
    expect(errors).toContain(`${HEADING} not all lookups succeeded`);
    expect(errors).toMatch(/Not known:\n {2}aws_sqs_queue\.two: .*AccessDenied.*sqs:GetQueueUrl/);
  });

  test('never says that nothing is in AWS if every lookup failed', async () => {
    const { errors } = await run({ denied: queues });
    expect(errors).not.toContain('nothing is in AWS');
    expect(errors).toContain('     3 not known: their lookups failed');
  });

  test('writes the blocks to a file, and the report to standard output', async () => {
    const { output, errors } = await run({ there: ['one'] }, { out: 'imports.tf' });
    expect(readFileSync(join(directory, 'imports.tf'), 'utf8')).toMatch(
      /\nimport \{\n {2}to = aws_sqs_queue\.one\n.*\n\}\n$/,
    );
    expect(output).toContain('\n\nimport blocks are in imports.tf\nnext: terraform plan -out plan, ');
    expect(errors).toBe('');
  });

  test.each(['.', 'cdk.tf.json', directory])('takes %s for the folder of the stack', async (folder) => {
    const { output } = await run({ there: ['one'] }, { out: 'imports.tf', folder });
    expect(output).toContain('import blocks are in imports.tf\n');
  });

  test('warns that Terraform does not read a file in another folder', async () => {
    const stack = join('..', basename(directory));
    const { output } = await run(
      { there: ['one'] },
      { out: `${directory}/../${basename(directory)}.tf`, folder: stack },
    );
    rmSync(`${directory}.tf`);
    expect(output).toContain(
      `; Terraform reads it in ${stack} alone: move it there\nnext, in ${stack}: terraform plan`,
    );
  });

  test('does not suggest a plan as the next step while something is unsettled', async () => {
    const { output } = await run({ there: ['one'], denied: ['two'] }, { out: 'imports.tf' });
    expect(output).toMatch(
      /import blocks are in imports\.tf\nnext: settle what is listed above, and run doctor again .*\n$/,
    );
    expect(output).not.toContain('terraform plan');
  });

  test('writes no file if there is nothing to import', async () => {
    const { output } = await run({}, { out: 'none.tf' });
    expect(output).toContain('none.tf is not written: there is nothing to import');
    expect(() => readFileSync(join(directory, 'none.tf'))).toThrow('ENOENT');
  });

  test('removes the file of an earlier run if there is nothing to import any more', async () => {
    await run({ there: ['one'] }, { out: 'earlier.tf' });
    const { error, output } = await run({}, { out: 'earlier.tf' });
    expect(error).toBeUndefined();
    expect(output).toMatch(/\n\nearlier\.tf is not written: .*; the one of an earlier run is removed\n$/);
    expect(existsSync(join(directory, 'earlier.tf'))).toBe(false);
  });

  test.each<[string, string, Account]>([
    ['somebody else has written', 'other.tf', { there: ['one'] }],
    ['somebody else has written, where there is nothing to import', 'other.tf', {}],
    ['is empty', 'empty.tf', { there: ['one'] }],
    ['has the plan', 'cdk.tf.json', { there: ['one'] }],
  ])('refuses a file that %s, changes nothing and asks AWS for nothing', async (_, out, account) => {
    writeFileSync(join(directory, 'other.tf'), '# Not written by carillon doctor.\n');
    writeFileSync(join(directory, 'empty.tf'), '');
    const before = readFileSync(join(directory, out), 'utf8');
    const { error, output, calls } = await run(account, { out });
    expect(error).toMatchObject({
      code: 'cli.out_not_own',
      message: expect.stringContaining(`file '${out}' exists`),
    });
    expect(readFileSync(join(directory, out), 'utf8')).toBe(before);
    expect({ output, calls }).toEqual({ output: '', calls: [] });
  });

  test('refuses a device without reading it', async () => {
    expect((await run({ there: ['one'] }, { out: '/dev/zero' })).error).toMatchObject({ code: 'cli.out_not_own' });
  });

  test('overwrites the file of an earlier run', async () => {
    await run({ there: ['one'] }, { out: 'again.tf' });
    await run({ there: ['two'] }, { out: 'again.tf' });
    expect(readFileSync(join(directory, 'again.tf'), 'utf8')).toMatch(
      /^# Written by .*\n\nimport \{\n {2}to = aws_sqs_queue\.two\n/,
    );
  });

  test('names the next step if there is nothing to import and something is unsettled', async () => {
    const { output } = await run({ denied: ['two'] }, { out: 'none.tf' });
    expect(output).toMatch(
      /none\.tf is not written: .*\nnext: settle what is listed above, and run doctor again .*\n$/,
    );
  });

  test('names a file that cannot be removed', async () => {
    const { error } = await run({}, { out: '.' });
    expect(error).toMatchObject({ code: 'cli.file_unwritable', message: expect.stringContaining("file '.' cannot") });
  });

  test('names a file that cannot be written', async () => {
    const { error } = await run({ there: ['one'] }, { out: 'missing/imports.tf' });
    expect(error).toMatchObject({
      code: 'cli.file_unwritable',
      message: expect.stringContaining('missing/imports.tf'),
    });
  });

  test('has isStateGiven false in JSON if no state was given', async () => {
    const { output } = await run({ there: queues }, { json: true });
    expect(JSON.parse(output)).toMatchObject({ isStateGiven: false, imports: [{}, {}, {}] });
  });

  test('prints every resource as JSON, grouped by what to do about it', async () => {
    const { output, errors } = await run({ there: ['one', 'two'], denied: ['three'] }, { json: true, ...state('two') });
    expect(errors).toBe('');
    expect(JSON.parse(output)).toEqual({
      imports: [{ address: 'aws_sqs_queue.one', id: 'https://sqs/one' }],
      isStateGiven: true,
      managed: ['aws_sqs_queue.two'],
      gone: [],
      replaced: [],
      absent: [],
      notImportable: [],
      blocked: [],
      remarks: [],
      unknown: [{ address: 'aws_sqs_queue.three', reason: expect.stringContaining('AccessDenied') }],
    });
  });
});

describe('an API that the next apply renames in place', () => {
  const [API, STAGE] = ['aws_apigatewayv2_api.pages', 'aws_apigatewayv2_stage.pages'];
  const folder = join(directory, 'api');
  mkdirSync(folder);
  const resources = {
    aws_apigatewayv2_api: { pages: { name: 'new', protocol_type: 'HTTP' } },
    aws_apigatewayv2_stage: { pages: { name: '$default', api_id: `\${${API}.id}` } },
    aws_sqs_queue: Object.fromEntries(queues.map((name) => [name, { name }])),
  };
  const provider = { aws: [{ region: 'eu-central-1', allowed_account_ids: ['111122223333'] }] };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ provider, resource: resources }));

  /** The state has the API under its old name, as AWS does, or under the new one where an apply was killed. */
  async function diagnosed(...there: readonly string[]) {
    const held = [
      { type: 'aws_apigatewayv2_api', name: 'pages', attributes: { id: 'a1', name: 'old', protocol_type: 'HTTP' } },
      { type: 'aws_apigatewayv2_stage', name: 'pages', attributes: { api_id: 'a1', name: '$default' } },
      ...queues.map((name) => ({ type: 'aws_sqs_queue', name, attributes: { name } })),
    ].map(({ attributes, ...one }) => ({ mode: 'managed', ...one, instances: [{ attributes }] }));
    const terminal = testTerminal({ directory: folder, input: JSON.stringify({ version: 4, resources: held }) });
    const aws = testAws({
      GetApisCommand: { Items: there.map((Name, index) => ({ Name, ApiId: `a${index + 1}`, ProtocolType: 'HTTP' })) },
      GetStageCommand: {},
      GetQueueUrlCommand: { QueueUrl: 'https://sqs' },
    });
    const options = { json: true, state: '-' };
    const error = await runDoctor('.', options, terminal, async () => aws).catch((failure) => failure);
    return { error, ...JSON.parse(terminal.output()) };
  }

  test.each(['old', 'new'])(
    'is there and in the state with what is found by it, where AWS has it as %s',
    async (name) => {
      const { error, managed, gone, replaced, remarks } = await diagnosed(name);
      expect(error).toBeUndefined();
      expect({ managed: managed.slice(0, 2), gone, replaced }).toEqual({
        managed: [API, STAGE],
        gone: [],
        replaced: [],
      });
      expect(remarks).toEqual([
        expect.stringContaining(`${API}: its name is 'old' in the state and 'new' in the plan`),
      ]);
    },
  );

  test('is gone if AWS has it under neither name', async () => {
    expect((await diagnosed('another')).gone).toEqual([API, STAGE]);
  });
});
