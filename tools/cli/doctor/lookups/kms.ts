import {
  DescribeKeyCommand,
  type KeyMetadata,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import type { StackPlan } from '../read-plan';
import type { Aws } from './aws';
import { allPages, type Context, type Found, lookup, type NotImportable, theOnly } from './lookup';

const aliases = ({ kms, once }: Aws) =>
  once('aliases', () =>
    allPages(async (Marker) => {
      const page = await kms.send(new ListAliasesCommand({ Marker }));
      return { items: page.Aliases, next: page.NextMarker };
    }),
  );

export const alias = lookup({
  needs: ['name'],
  belongsTo: 'target_key_id',
  actions: ['kms:ListAliases'],
  find: async ({ name }, aws) => {
    const all = await aliases(aws);
    return all.some(({ AliasName }) => AliasName === name) ? { id: name } : undefined;
  },
});

/** A key has no name: it is what its alias is for, else one with the description and the tags of the plan. */
export const key = lookup({
  needs: ['description'],
  actions: ['kms:ListAliases', 'kms:ListKeys', 'kms:DescribeKey', 'kms:ListResourceTags'],
  find: async ({ description }, aws, { resource, plan }) => {
    const names = aliasesInPlan(resource.address, plan);
    const known = (await aliases(aws)).find(({ AliasName = '' }) => names.includes(AliasName));
    if (known?.TargetKeyId !== undefined) return importable(await describe(aws, known.TargetKeyId));
    return theOnly(
      await keysLike(description, aws, plan),
      'several keys have its description and tags, and none an alias',
    );
  },
});

/** An alias refers to its key in the plan: `"target_key_id": "${aws_kms_key.keys_data.key_id}"`. */
const aliasesInPlan = (address: Context['resource']['address'], { resources }: StackPlan): unknown[] =>
  resources
    .filter(({ type, body }) => type === 'aws_kms_alias' && String(body.target_key_id).startsWith(`\${${address}.`))
    .map(({ body }) => body.name);

const describe = async ({ kms }: Aws, KeyId: string): Promise<KeyMetadata | undefined> =>
  (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

/** Terraform takes a key that waits for its deletion for gone. */
function importable(metadata: KeyMetadata | undefined): Found | NotImportable | undefined {
  if (metadata?.KeyId === undefined) return undefined;
  const { KeyId, Arn = '', DeletionDate } = metadata;
  if (DeletionDate === undefined) return { id: KeyId, attributes: { arn: Arn, key_id: KeyId } };
  const day = DeletionDate.toISOString().slice(0, 10);
  return {
    reason: `key ${KeyId} is deleted on ${day}: aws kms cancel-key-deletion --key-id ${KeyId}, enable-key, and ask again`,
  };
}

/** A key whose alias was not made yet. Keys that another alias is for, of AWS's too, are somebody else's. */
async function keysLike(description: string, aws: Aws, { tags }: StackPlan): Promise<Found[]> {
  if (description === '') return [];
  const named = new Set((await aliases(aws)).map(({ TargetKeyId }) => TargetKeyId));
  const found: Found[] = [];
  for (const id of await keyIds(aws)) {
    if (named.has(id)) continue;
    const metadata = await describe(aws, id);
    const one = metadata?.Description === description ? importable(metadata) : undefined;
    if (one && 'id' in one && (await hasTags(aws, id, tags))) found.push(one);
  }
  return found;
}

const keyIds = ({ kms, once }: Aws): Promise<string[]> =>
  once('keys', () =>
    allPages(async (Marker) => {
      const page = await kms.send(new ListKeysCommand({ Marker }));
      return { items: page.Keys?.map(({ KeyId = '' }) => KeyId), next: page.NextMarker };
    }),
  );

async function hasTags({ kms }: Aws, KeyId: string, tags: StackPlan['tags']): Promise<boolean> {
  const all = await allPages(async (Marker) => {
    const page = await kms.send(new ListResourceTagsCommand({ KeyId, Marker }));
    return { items: page.Tags, next: page.NextMarker };
  });
  return Object.entries(tags).every(([name, value]) =>
    all.some(({ TagKey, TagValue }) => TagKey === name && TagValue === value),
  );
}
