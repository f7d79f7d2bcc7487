import {
  DescribeKeyCommand,
  type KeyMetadata,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { allPages } from '../../all-pages';
import type { StackPlan } from '../read-plan';
import type { Aws } from './aws';
import { importableKey, isLike, KEY_NEEDS, type KeyValues } from './kms-key';
import { type Context, lookup, theOnly } from './lookup';
import { hasOwnTags, type Tags } from './own-tags';

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

/** A key has no name: found by its alias, else by the plan's properties and the stack's tags. */
export const key = lookup({
  needs: KEY_NEEDS,
  changedInPlace: ['description'],
  actions: ['kms:ListAliases', 'kms:ListKeys', 'kms:DescribeKey', 'kms:ListResourceTags'],
  find: async (values, aws, context) => {
    const names = aliasesInPlan(context.resource.address, context.plan);
    const known = (await aliases(aws)).find(({ AliasName = '' }) => names.includes(AliasName));
    if (known?.TargetKeyId !== undefined) return importableKey(await describe(aws, known.TargetKeyId), values);
    const [found, ...others] = await keysLike(values, aws, context);
    if (found !== undefined && others.length === 0) return importableKey(found, values);
    return theOnly(
      [found, ...others].flatMap((one) => (one?.KeyId === undefined ? [] : { id: one.KeyId })),
      'several keys have its description and tags, and none an alias',
    );
  },
});

/** An alias refers to its key in the plan: `"target_key_id": "${aws_kms_key.keys_data.key_id}"`. */
const aliasesInPlan = (address: Context['resource']['address'], { resources }: StackPlan): unknown[] =>
  resources
    .filter(({ type, body }) => type === 'aws_kms_alias' && String(body.target_key_id).startsWith(`\${${address}.`))
    .map(({ body }) => body.name);

const describe = async ({ kms }: Aws, KeyId: string): Promise<KeyMetadata> => ({
  KeyId,
  ...(await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata,
});

/** Candidates for a key whose alias was not made yet. Skips keys with another alias, also AWS's: they are not ours. */
async function keysLike(values: KeyValues, aws: Aws, { plan, remark }: Context): Promise<KeyMetadata[]> {
  if (values.description === '') return [];
  const named = new Set((await aliases(aws)).map(({ TargetKeyId }) => TargetKeyId));
  const found: KeyMetadata[] = [];
  for (const id of await keyIds(aws)) {
    if (named.has(id)) continue;
    try {
      const metadata = await describe(aws, id);
      if (isCandidate(metadata, values) && hasOwnTags(await tagsOfKey(aws, id), plan)) found.push(metadata);
    } catch (error) {
      if (!isKept(error) || !(await canDescribe(aws))) throw error;
      remark(`key ${id} was not compared with the plan's: ${KEPT}`);
    }
  }
  return found;
}

/** A key pending deletion belonged to a destroyed stack: this stack gets another. */
const isCandidate = (metadata: KeyMetadata, values: KeyValues): boolean =>
  metadata.DeletionDate === undefined && isLike(metadata, values);

const KEPT =
  "its key policy does not let IAM of the account describe it, as the policies of this stack's keys do, so that it is none of them";

/** Refused by the key policy, not by an IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const isKept = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith('AccessDenied') && error.message.includes('resource-based policy');

/** Whether these credentials can describe any key. If not, an IAM permission may be missing, whatever the message says. */
const canDescribe = (aws: Aws): Promise<boolean> =>
  aws.once('a key that can be described', async () => {
    for (const id of await keyIds(aws)) {
      const isDescribed = await describe(aws, id).then(
        () => true,
        () => false,
      );
      if (isDescribed) return true;
    }
    return false;
  });

const keyIds = ({ kms, once }: Aws): Promise<string[]> =>
  once('keys', () =>
    allPages(async (Marker) => {
      const page = await kms.send(new ListKeysCommand({ Marker }));
      return { items: page.Keys?.map(({ KeyId = '' }) => KeyId), next: page.NextMarker };
    }),
  );

async function tagsOfKey({ kms }: Aws, KeyId: string): Promise<Tags> {
  const all = await allPages(async (Marker) => {
    const page = await kms.send(new ListResourceTagsCommand({ KeyId, Marker }));
    return { items: page.Tags, next: page.NextMarker };
  });
  return Object.fromEntries(all.map(({ TagKey = '', TagValue }) => [TagKey, TagValue]));
}
