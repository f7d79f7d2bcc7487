import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './plan';
import type { Property } from './property';

/**
 * Golden list of the attributes that stacks use, one a line, such as `resource.aws_sqs_queue.name`; properties cover these.
 * To add one, check its effect, write a property if needed, then regenerate the list:
 * `UPDATE_ATTRIBUTES=1 npx jest stacks/verification/attributes.test.ts`.
 */
export const ATTRIBUTES_FILE = join(__dirname, '..', 'golden', 'attributes.txt');

const UPDATE = 'after checking its effect, run UPDATE_ATTRIBUTES=1 npx jest stacks/verification/attributes';

/** Every company adds its own tags. */
const TAGS = /\.tags(\.|$)/;

const change =
  (edit: (json: Record<string, Record<string, Record<string, object>>>) => void) =>
  ({ json }: Plan): void =>
    edit(json as unknown as Record<string, Record<string, Record<string, object>>>);

const give = (type: string, id: string, attributes: object) =>
  change(({ resource }) => void Object.assign(resource?.[type]?.[id] ?? {}, attributes));

export const attributeProperties: readonly Property[] = [
  {
    name: 'every attribute is in the golden list of attributes that properties cover',
    check: (plan) => {
      const known = new Set(readFileSync(ATTRIBUTES_FILE, 'utf8').split('\n'));
      return [...attributesOf(plan)]
        .filter(([, path]) => !known.has(path) && !TAGS.test(path))
        .map(
          ([owner, path]) =>
            `${owner}: has ${path}, which is not in stacks/verification/golden/attributes.txt; ${UPDATE}`,
        );
    },
    brokenBy: {
      'a queue that is none': give('aws_sqs_queue', 'email_dlq', { count: 0 }),
      'a filter whose strays are deleted': give('aws_lambda_event_source_mapping', 'email_event_source', {
        filter_criteria: [{ filter: [{ pattern: '{}' }] }],
      }),
      'drift that is not repaired': give('aws_dynamodb_table', 'storage_ledger', {
        lifecycle: { prevent_destroy: true, ignore_changes: ['point_in_time_recovery'] },
      }),
      'code of others': change((json) => Object.assign(json, { module: { other: { source: './other' } } })),
      'a program': change(({ data }) => Object.assign(data ?? {}, { external: { it: { program: ['sh'] } } })),
      'a variable that Node reads': change(({ resource }) => {
        const fn = resource?.aws_lambda_function?.webhook_function as { environment?: { variables?: object } };
        Object.assign(fn.environment?.variables ?? {}, { NODE_OPTIONS: '--require ./x' });
      }),
    },
  },
];

/** Path levels between a section and a member's attributes: its type, its name, or both. */
const DEPTH: Readonly<Record<string, { readonly type: boolean; readonly name: boolean }>> = {
  resource: { type: true, name: true },
  data: { type: true, name: true },
  provider: { type: true, name: false },
  output: { type: false, name: true },
};

/** Each attribute with its resource's address, as in `terraform state list`; without CDKTF's metadata. */
export function* attributesOf({ json }: Plan): Generator<readonly [owner: string, path: string]> {
  for (const [section, content] of Object.entries(json)) {
    if (section === NOTES) continue;
    const { type, name } = DEPTH[section] ?? { type: false, name: false };
    for (const [kind, ofKind] of type ? entries(content) : [['', content] as const]) {
      for (const [id, body] of name ? entries(ofKind) : [['', ofKind] as const]) {
        const path = [section, kind].filter(Boolean).join('.');
        const owner = [...(section === 'resource' ? [] : [section]), kind, id].filter(Boolean).join('.');
        for (const attribute of pathsOf(body)) yield [owner, `${path}${attribute}`];
      }
    }
  }
}

const NOTES = '//';

const entries = (value: unknown): [string, unknown][] => Object.entries(Object(value));

/** Paths of all leaf values and empty objects, with a leading dot; elements of a list have the path of the list. */
function pathsOf(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set(['']);
  if (Array.isArray(value)) return new Set(['', ...value.flatMap((element) => [...pathsOf(element)])]);
  const members = Object.entries(value).filter(([name]) => name !== NOTES);
  if (members.length === 0) return new Set(['']);
  return new Set(members.flatMap(([name, member]) => [...pathsOf(member)].map((path) => `.${name}${path}`)));
}
