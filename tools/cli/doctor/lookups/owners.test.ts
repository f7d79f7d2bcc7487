import { type Answers, awsError } from '../testing/test-aws';
import { LOOKUPS } from './';
import { CASES } from './testing/cases';
import { find, NOT_FOUND, ownerOf, PROD, referred, regionalArn, typeOf } from './testing/prod-plan';

describe('what belongs to something that is not known to be ours', () => {
  const owned = CASES.flatMap(({ address, there }) => {
    const owner = CASES.find((one) => typeOf(one.address) === typeOf(ownerOf(address) ?? ''));
    return owner ? [{ address, owner, there }] : [];
  });

  test('is everything that is looked up by the name of another resource', () => {
    const looked = PROD.resources.filter(({ type, body }) =>
      LOOKUPS[type]?.needs.some((name) => referred(body[name]).length > 0),
    );
    expect(looked.filter(({ address }) => ownerOf(address) === undefined)).toEqual([]);
    expect(owned.length).toBeGreaterThan(15);
  });

  test.each(owned)(
    '$address is unknown or blocked where the lookup of its owner is refused',
    async ({ address, owner, there }) => {
      const denied = Object.keys(owner.there).map((command) => [command, awsError('AccessDenied', 'no', 403)]);
      const { finding } = await find(address, { ...there, ...Object.fromEntries(denied) });
      // One that its owner's call finds, too, is refused itself.
      const isOwnCall = Object.keys(there).some((command) => command in owner.there);
      const by = { kind: 'blocked', by: ownerOf(address) };
      expect(finding).toMatchObject(finding.kind === 'unknown' && isOwnCall ? { kind: 'unknown' } : by);
    },
  );

  test.each(owned)('$address is not offered where its owner is not there', async ({ address, owner, there }) => {
    const { finding } = await find(address, { ...there, ...owner.absent });
    expect(['absent', 'not_importable']).toContain(finding.kind);
  });

  test('says whose it is', async () => {
    const address = 'aws_s3_bucket_policy.attachments_policy';
    const there = { GetBucketPolicyCommand: { Policy: '{}' } };
    const refused = await find(address, { ...there, HeadBucketCommand: awsError('403', '', 403) });
    expect(refused.finding).toEqual({
      kind: 'blocked',
      by: 'aws_s3_bucket.attachments_bucket',
      isThere: true,
      reason: expect.stringContaining("another account's"),
    });
    const gone = await find(address, { ...there, HeadBucketCommand: awsError('NotFound', 'NotFound', 404) });
    expect(gone.finding).toEqual({
      kind: 'not_importable',
      reason: 'it belongs to aws_s3_bucket.attachments_bucket, which is not in AWS',
    });
  });
});

describe('references', () => {
  const STREAM = regionalArn('dynamodb', 'table/carillon-prod-ledger/stream/2026');
  const streamed = PROD.resources.find(({ body }) => String(body.event_source_arn).includes('.stream_arn'));

  test('to attributes that only AWS knows are resolved from the found resource', async () => {
    const asked: unknown[] = [];
    await find(streamed?.address ?? '', {
      DescribeTableCommand: { Table: { LatestStreamArn: STREAM } },
      ListEventSourceMappingsCommand: (input: unknown) => asked.push(input) && {},
    });
    expect(asked).toMatchObject([{ EventSourceArn: STREAM, FunctionName: expect.stringMatching(/^carillon-prod-/) }]);
  });

  test.each<[string, Answers]>([
    ['is not there', { DescribeTableCommand: NOT_FOUND }],
    ['has no stream yet', { DescribeTableCommand: { Table: {} } }],
  ])('to a table that %s say that there is no event source mapping', async (_, answers) => {
    expect((await find(streamed?.address ?? '', answers)).finding).toEqual({ kind: 'absent' });
  });

  test('to a table whose lookup failed block the mapping', async () => {
    const { finding } = await find(streamed?.address ?? '', { DescribeTableCommand: awsError('AccessDenied') });
    const reason = expect.stringContaining('it needs dynamodb:DescribeTable');
    expect(finding).toEqual({ kind: 'blocked', by: 'aws_dynamodb_table.storage_ledger', reason, isThere: false });
  });
});
