import { type Answers, awsError } from '../testing/test-aws';
import { LOOKUPS } from './';
import { actionOf } from './testing/action-of';
import { ALIASES } from './testing/kms-cases';
import { bodyOf, find, KEY_METADATA, TAGS } from './testing/prod-plan';

describe("a key that the plan's alias is for", () => {
  const lookUp = (address: string, metadata: object) =>
    find(address, { ...ALIASES, DescribeKeyCommand: { KeyMetadata: { ...KEY_METADATA, ...metadata } } });
  const key = 'aws_kms_key.keys_data';

  test.each<[string, object, string]>([
    ['signs', { KeyUsage: 'SIGN_VERIFY' }, "its KeyUsage is 'SIGN_VERIFY', and the plan's 'ENCRYPT_DECRYPT'"],
    ['is of another kind', { KeySpec: 'RSA_2048' }, "its KeySpec is 'RSA_2048', and the plan's 'SYMMETRIC_DEFAULT'"],
    ["is AWS's", { KeyManager: 'AWS' }, "its KeyManager is 'AWS', and the plan's 'CUSTOMER'"],
    [
      'is described otherwise',
      { Description: 'of billing' },
      "its Description is 'of billing', and the plan's 'seals the",
    ],
    [
      'is disabled',
      { KeyState: 'Disabled' },
      'key k1 is Disabled: aws kms enable-key --key-id k1, and run doctor again',
    ],
    ['cannot be used', { KeyState: 'PendingImport' }, 'key k1 is PendingImport: find out why, and run doctor again'],
  ])('and that %s is named with the reason, and its alias is not offered', async (_, metadata, reason) => {
    expect((await lookUp(key, metadata)).finding).toEqual({
      kind: 'not_importable',
      reason: expect.stringContaining(reason),
    });
    expect((await lookUp('aws_kms_alias.keys_data_alias', metadata)).finding).toEqual({
      kind: 'blocked',
      by: key,
      isThere: true,
      reason: expect.stringContaining(reason),
    });
  });

  test('and that differs in everything is named with every difference', async () => {
    const other = { KeyUsage: 'SIGN_VERIFY', KeySpec: 'RSA_2048', KeyManager: 'AWS', Description: '' };
    const { finding } = await lookUp(key, { ...other, KeyState: 'Disabled' });
    expect(finding).toMatchObject({ reason: expect.stringMatching(/KeyManager.*KeyUsage.*KeySpec.*Description/) });
  });

  test('is compared with what the plan says of its use, not with the defaults of AWS', async () => {
    const anchors = 'aws_kms_key.vault_key';
    const metadata = {
      KeyUsage: 'SIGN_VERIFY',
      KeySpec: 'ECC_NIST_P256',
      Description: bodyOf(anchors).description,
    };
    const answers = {
      ListAliasesCommand: { Aliases: [{ AliasName: 'alias/carillon-prod-audit', TargetKeyId: 'k1' }] },
      DescribeKeyCommand: { KeyMetadata: { ...KEY_METADATA, ...metadata } },
    };
    expect((await find(anchors, answers)).finding).toMatchObject({ kind: 'there', id: 'k1' });
  });
});

describe('a key whose alias was not made yet', () => {
  const KEYS = { ListKeysCommand: { Keys: [{ KeyId: 'k1' }, { KeyId: 'k2' }, { KeyId: 'k3' }] } };
  const tagList = (tags: object) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const [OWN, OF_DEV] = [tagList(TAGS), tagList({ ...TAGS, environment: 'dev' })];
  const OTHER_ALIAS = { Aliases: [{ AliasName: 'alias/other', TargetKeyId: 'k3' }] };
  const keysWith = (
    tagsOf: Readonly<Record<string, object>>,
    states: Readonly<Record<string, object>> = {},
  ): Answers => ({
    ListAliasesCommand: OTHER_ALIAS,
    ...KEYS,
    DescribeKeyCommand: ({ KeyId }: { KeyId: string }) => ({
      KeyMetadata: { ...KEY_METADATA, KeyId, ...states[KeyId] },
    }),
    ListResourceTagsCommand: ({ KeyId }: { KeyId: string }) => ({ Tags: tagsOf[KeyId] }),
  });

  test('is found by its description and tags, and no key of another environment or with another alias', async () => {
    const { finding, calls } = await find('aws_kms_key.keys_data', keysWith({ k1: OF_DEV, k2: OWN, k3: OWN }));
    expect(finding).toMatchObject({ kind: 'there', id: 'k2' });
    const declared = LOOKUPS.aws_kms_key?.actions;
    expect(declared).toEqual([...new Set(calls.map(actionOf))]);
  });

  test('is named if there are several', async () => {
    const { finding } = await find('aws_kms_key.keys_data', keysWith({ k1: OWN, k2: OWN }));
    expect(finding).toMatchObject({ kind: 'not_importable', reason: expect.stringContaining('k1, k2') });
  });

  test.each<[string, object]>([
    ['waits for its deletion', { KeyState: 'PendingDeletion', DeletionDate: new Date('2026-12-24T00:00:00Z') }],
    ['is for something else', { KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256' }],
    ["is AWS's", { KeyManager: 'AWS' }],
  ])('is not one that %s', async (_, state) => {
    const { finding } = await find('aws_kms_key.keys_data', keysWith({ k1: OWN, k2: OWN }, { k1: state }));
    expect(finding).toMatchObject({ kind: 'there', id: 'k2' });
  });

  describe('beside one that may not be read', () => {
    const byPolicy = (kind: string) =>
      awsError('AccessDeniedException', `not authorized to perform it because no ${kind} policy allows the action`);
    const refusing = (command: string, error: Error, ...kept: readonly string[]): Answers => {
      const answers = keysWith({ k1: OWN, k2: OWN });
      const answer = answers[command] as (input: { KeyId: string }) => unknown;
      return {
        ...answers,
        [command]: (input: { KeyId: string }) => (kept.includes(input.KeyId) ? error : answer(input)),
      };
    };
    const lookUp = (answers: Answers) => find('aws_kms_key.keys_data', answers);

    test.each(['DescribeKeyCommand', 'ListResourceTagsCommand'])(
      'for its key policy does not let IAM in (%s) is found, and a remark names the other',
      async (command) => {
        const { finding, remarks } = await lookUp(refusing(command, byPolicy('resource-based'), 'k1'));
        expect(finding).toMatchObject({ kind: 'there', id: 'k2' });
        expect(remarks).toEqual([expect.stringMatching(/^key k1 was not compared with the plan's: its key policy/)]);
      },
    );

    test('is absent if all others are known not to be it', async () => {
      const { finding, remarks } = await lookUp(refusing('DescribeKeyCommand', byPolicy('resource-based'), 'k1', 'k2'));
      expect(finding).toEqual({ kind: 'absent' });
      expect(remarks).toHaveLength(2);
    });

    test.each<[string, Error, readonly string[]]>([
      ['for want of a policy of IAM', byPolicy('identity-based'), ['k1']],
      ['like every other, which IAM may be at fault for', byPolicy('resource-based'), ['k1', 'k2', 'k3']],
      ['for AWS is busy', awsError('ThrottlingException'), ['k1']],
    ])('%s is not known', async (_, error, kept) => {
      const { finding, remarks } = await lookUp(refusing('DescribeKeyCommand', error, ...kept));
      expect(finding).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(error.message) });
      expect(remarks).toEqual([]);
    });
  });

  test('is named if it is disabled', async () => {
    const { finding } = await find('aws_kms_key.keys_data', keysWith({ k1: OWN }, { k1: { KeyState: 'Disabled' } }));
    expect(finding).toMatchObject({
      kind: 'not_importable',
      reason: expect.stringContaining('enable-key --key-id k1'),
    });
  });
});
