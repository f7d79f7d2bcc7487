import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Diagnosis } from '../../tools/cli/doctor/diagnosis';
import { createTerraform } from '../../tools/local/terraform/terraform';
import { emulatorEnvironment } from '../../tools/local/terraform/terraform-environment';
import { config, region, state } from '../support/harness';
import { runCarillon } from '../support/run-carillon';
import { scenario } from '../support/scenario';

const RUNBOOK = join(__dirname, '../../docs/runbook.md');

/** The run's stack without its state, in a folder of its own, so that other scenarios are not affected. */
const folder = mkdtempSync(join(tmpdir(), 'carillon-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['cdk.tf.json', 'assets', '.terraform.lock.hcl']) {
  cpSync(join(state.stackDirectory, name), join(folder, name), { recursive: true });
}

const plan = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
const addresses = Object.entries<object>(plan.resource)
  .flatMap(([type, bodies]) => Object.keys(bodies).map((name) => `${type}.${name}`))
  .sort();

interface StateFile {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly object[];
  }[];
}
const stateOfStack = (): StateFile => JSON.parse(readFileSync(join(state.stackDirectory, 'terraform.tfstate'), 'utf8'));

const env = {
  PATH: process.env.PATH,
  HOME: folder,
  NODE_NO_WARNINGS: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: state.endpoint,
};

async function doctor(args: readonly string[] = [], input = '', stack = folder): Promise<Diagnosis> {
  const { exitCode, output, errors } = await runCarillon(['doctor', stack, '--json', ...args], { env, input });
  expect({ exitCode, errors, faults: faultsOf(output) }).toEqual({ exitCode: 0, errors: '', faults: NO_FAULTS });
  return JSON.parse(output);
}

const NO_FAULTS = { absent: [], notImportable: [], unknown: [], replaced: [], blocked: [] };

/** What keeps a diagnosis from being complete, so that a failed test names the resource. */
function faultsOf(output: string): object {
  const diagnosis = output === '' ? {} : JSON.parse(output);
  return Object.fromEntries(Object.keys(NO_FAULTS).map((name) => [name, diagnosis[name]]));
}

interface PlannedImport {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly importing?: { readonly id: string };
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
  };
}

/** Terraform's plan for the folder, with the provider that the run installed. */
async function plannedChanges(): Promise<readonly PlannedImport[]> {
  const terraform = createTerraform({
    binary: state.terraform,
    directory: folder,
    cacheDirectory: join(folder, 'cache'),
    report: () => {},
    env: {
      ...emulatorEnvironment(state.endpoint, region),
      TF_DATA_DIR: join(state.stackDirectory, '.terraform'),
    },
  });
  await terraform.plan({ out: 'plan' });
  return ((await terraform.show('plan')) as { readonly resource_changes: readonly PlannedImport[] }).resource_changes;
}

/** MiniStack does not return the settings of an alarm, so a plan sets them all. */
const TOLD_BY_AWS = 'aws_cloudwatch_metric_alarm';

/** Attributes that an import leaves empty and the plan sets, by type. */
function onlyInState(changes: readonly PlannedImport[]): Readonly<Record<string, readonly string[]>> {
  const empty = changes.flatMap(({ type, change: { before, after } }) =>
    Object.keys(after)
      .filter((name) => (before[name] ?? '') === '' && (after[name] ?? '') !== '')
      .map((name) => ({ type, name })),
  );
  const types = new Set(empty.map(({ type }) => type).filter((type) => type !== TOLD_BY_AWS));
  const namesOf = (type: string) => new Set(empty.filter((one) => one.type === type).map(({ name }) => name));
  return Object.fromEntries([...types].map((type) => [type, [...namesOf(type)].sort()]));
}

/** The same attributes in the runbook's table, whose rows begin with a type. */
function runbookChanges(): Readonly<Record<string, readonly string[]>> {
  const rows = readFileSync(RUNBOOK, 'utf8').matchAll(/^\| `(aws_\w+)` \| (.*?) \|/gm);
  return Object.fromEntries(
    [...rows].map(([, type, cell = '']) => [type, [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()]),
  );
}

/** Timeout of a Terraform plan beside other scenarios, on a slow machine. */
const MINUTES = 300_000;

scenario('doctor', ['lookups'], () => {
  test(
    'once the state is lost, Terraform imports every resource by the blocks, and would create none',
    async () => {
      const { imports } = await doctor(['--out', join(folder, 'imports.tf')]);
      expect(imports.map(({ address }) => address).sort()).toEqual(addresses);
      const changes = await plannedChanges();
      rmSync(join(folder, 'imports.tf'));
      expect(changes.map(({ address }) => address).sort()).toEqual(addresses);
      const imported = new Map(changes.map(({ address, change }) => [address, change.importing?.id]));
      expect(imported).toEqual(new Map(imports.map(({ address, id }) => [address, id])));
      const actions = new Set(changes.flatMap(({ change }) => change.actions));
      expect([...actions].filter((action) => action !== 'no-op' && action !== 'update')).toEqual([]);
      expect(onlyInState(changes)).toEqual(runbookChanges());
    },
    MINUTES,
  );

  test('a complete state needs no import', async () => {
    const { managed, ...others } = await doctor(['--state', join(state.stackDirectory, 'terraform.tfstate')]);
    expect([...managed].sort()).toEqual(addresses);
    const nothing = {
      imports: [],
      gone: [],
      replaced: [],
      absent: [],
      notImportable: [],
      unknown: [],
      blocked: [],
      remarks: [],
    };
    expect(others).toEqual({ isStateGiven: true, ...nothing });
  });

  test('what a killed apply was creating, and what it had created and not saved, is to be imported', async () => {
    const { resources, ...others } = stateOfStack();
    const creating = 'aws_sqs_queue.email_queue';
    const unsaved = 'aws_cloudwatch_log_group.email_log_group';
    const left = resources
      .filter(({ type, name }) => `${type}.${name}` !== unsaved)
      .map((one) => (`${one.type}.${one.name}` === creating ? { ...one, instances: [] } : one));
    const { imports, managed } = await doctor(['--state', '-'], JSON.stringify({ ...others, resources: left }));
    expect(imports).toEqual([
      { address: unsaved, id: '/aws/lambda/carillon-local-email' },
      { address: creating, id: expect.stringMatching(/\/carillon-local-email$/) },
    ]);
    expect(managed).toHaveLength(addresses.length - 2);
  });
});

scenario('doctor', ['lookups'], () => {
  test('the state of another environment is refused, though its addresses are the same', async () => {
    const input = JSON.stringify(stateOfStack()).replaceAll('carillon-local-', 'carillon-dev-');
    const { exitCode, output, errors } = await runCarillon(['doctor', folder, '--state', '-'], { env, input });
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toMatch(/error cli\.other_state: .*carillon-dev-.*, and the plan's '.*carillon-local-/);
  });
});

scenario('doctor', ['lookups', 'iam'], () => {
  test('the policy of the runbook suffices to find everything', async () => {
    const [provider] = plan.provider.aws;
    const { access_key: _, secret_key: __, ...withoutKeys } = provider;
    const stack = join(folder, 'as-operator.json');
    writeFileSync(stack, JSON.stringify({ ...plan, provider: { aws: [withoutKeys] } }));
    const { imports } = await withRole(runbookPolicy(), (credentials) => asOperator(stack, credentials));
    expect(imports.map(({ address }) => address).sort()).toEqual(addresses);
  });

  test('without one action of the policy, the resources that need it are unknown, and the rest is found', async () => {
    const stack = join(folder, 'as-operator.json');
    const policy = runbookPolicy().replace('"sqs:GetQueueUrl"', '"sqs:GetQueueAttributes"');
    const { imports, unknown, absent } = await withRole(policy, (credentials) => asOperator(stack, credentials, 1));
    const queues = addresses.filter((address) => address.startsWith('aws_sqs_queue.'));
    expect(unknown.map(({ address }) => address).sort()).toEqual(queues);
    expect(imports).toHaveLength(addresses.length - queues.length);
    expect(absent).toEqual([]);
  });
});

type Credentials = Readonly<Record<string, string | undefined>>;

/** Runs the diagnosis with these credentials only. */
async function asOperator(stack: string, credentials: Credentials, expected = 0): Promise<Diagnosis> {
  const { exitCode, output, errors } = await runCarillon(['doctor', stack, '--json'], {
    env: { ...env, ...credentials },
  });
  const faults = expected === 0 ? NO_FAULTS : {};
  expect({ exitCode, errors, faults: faultsOf(output) }).toMatchObject({ exitCode: expected, faults });
  return JSON.parse(output);
}

function runbookPolicy(): string {
  const runbook = readFileSync(RUNBOOK, 'utf8');
  const policy = JSON.parse(/## Import what is there.*?```json\n(.*?)```/s.exec(runbook)?.[1] ?? '{}');
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, ONLY_HERE] });
}

/**
 * Differences between MiniStack's IAM and AWS's: it authorizes settings of a function as the function, puts the default bus
 * into the ARN of a rule, and passes no rule when targets are listed, and no bus or archive when one is described.
 */
const ONLY_HERE = {
  Effect: 'Allow',
  Action: [
    'lambda:GetFunction',
    'events:DescribeArchive',
    'events:DescribeEventBus',
    'events:DescribeRule',
    'events:ListTargetsByRule',
  ],
  Resource: '*',
};

/** Runs as a temporary role with this policy. */
async function withRole<Result>(policy: string, run: (credentials: Credentials) => Promise<Result>): Promise<Result> {
  const iam = new IAMClient(config);
  const role = { RoleName: 'doctor-of-the-tests' };
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: document }));
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'doctor', PolicyDocument: policy }));
  try {
    return await run(await credentialsOf(Role?.Arn));
  } finally {
    await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'doctor' }));
    await iam.send(new DeleteRoleCommand(role));
  }
}

async function credentialsOf(RoleArn: string | undefined): Promise<Credentials> {
  const { Credentials } = await new STSClient(config).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'doctor' }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
  };
}
