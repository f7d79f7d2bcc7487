import { dirname, join } from 'node:path';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { readInput } from '../input/read-input';
import type { Terminal } from '../terminal';

export interface PlannedResource {
  /** As in `terraform state list`, such as `aws_sqs_queue.email_queue`. */
  readonly address: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Resources of a synthesized stack, and their account and region. */
export interface StackPlan {
  readonly resources: readonly PlannedResource[];
  readonly region: string;
  readonly accountId: string;
  /** Tags that the provider gives every resource. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of an emulator; undefined for AWS. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Former addresses to present ones, of `moved` blocks. */
  readonly moved: ReadonlyMap<string, string>;
}

/**
 * @param folder of `cdk.tf.json`, or that file
 * @throws CodedError `cli.plan_invalid`, and as reading a file does
 */
export async function readPlan(folder: string, terminal: Terminal): Promise<StackPlan> {
  const file = isFile(folder) ? folder : join(folder, 'cdk.tf.json');
  return parsePlan(await readInput(file, terminal), file);
}

const isFile = (folder: string): boolean => folder.endsWith('.json');

/** The folder in which Terraform reads the plan and every other file. */
export const folderOfPlan = (folder: string): string => (isFile(folder) ? dirname(folder) : folder);

export function parsePlan(text: string, name: string): StackPlan {
  const stack = parseObject(text, name);
  const provider = memberOf(first(memberOf(stack.provider).aws));
  const { region, access_key, secret_key } = provider;
  const accountId = first(provider.allowed_account_ids);
  if (typeof region !== 'string' || typeof accountId !== 'string') throw invalid(name, 'names no region and account');
  const resources = resourcesOf(stack.resource);
  const malformed = resources.find(({ address }) => !ADDRESS.test(address));
  if (malformed !== undefined) {
    throw invalid(name, `names a resource ${JSON.stringify(malformed.address)}, which is no address of Terraform`);
  }
  return {
    resources,
    region,
    accountId,
    tags: memberOf(memberOf(first(provider.default_tags)).tags) as Record<string, string>,
    ...(typeof access_key === 'string' &&
      typeof secret_key === 'string' && { credentials: { accessKeyId: access_key, secretAccessKey: secret_key } }),
    moved: new Map(
      listOf(stack.moved)
        .map(memberOf)
        .map(({ from, to }) => [String(from), String(to)]),
    ),
  };
}

/** Import blocks have addresses unquoted: any other form could inject HCL. */
const ADDRESS = /^[a-z0-9_]+\.[A-Za-z0-9_-]+$/;

const resourcesOf = (resource: unknown): PlannedResource[] =>
  Object.entries(memberOf(resource)).flatMap(([type, bodies]) =>
    Object.entries(memberOf(bodies)).map(([id, body]) => ({ address: `${type}.${id}`, type, body: memberOf(body) })),
  );

function parseObject(text: string, name: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // Reported below, like JSON that is no object.
  }
  throw invalid(name, 'is not a JSON object');
}

const memberOf = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const first = (value: unknown): unknown => listOf(value)[0];

const invalid = (name: string, what: string): CodedError =>
  new CodedError(
    'cli.plan_invalid',
    `file '${name}' is no synthesized stack: it ${what}`,
    'run npm run synth, and name the folder of the environment, such as cdktf.out/stacks/dev',
  );
