import { awsError } from '../testing/test-aws';
import { CASES } from './testing/cases';
import { find } from './testing/prod-plan';

describe('a call that is refused', () => {
  test("of a bucket may mean that it is another account's", async () => {
    const { finding } = await find('aws_s3_bucket.vault_bucket', { HeadBucketCommand: awsError('403', '', 403) });
    expect(finding).toMatchObject({ reason: expect.stringMatching(/another account's.*\(403\).*s3:ListBucket/) });
  });

  test('of a bucket with 301 means another region', async () => {
    const { finding } = await find('aws_s3_bucket.vault_bucket', { HeadBucketCommand: awsError('301', '', 301) });
    expect(finding).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('is in another region') });
  });
});

test.each(CASES.filter(({ address }) => address.startsWith('aws_s3_')))(
  "S3 is asked for $address of this account alone, for a bucket may be another's",
  async ({ address, there }) => {
    const inputs: unknown[] = [];
    const recorded = Object.entries({ HeadBucketCommand: {}, ...there }).map(([command, answer]) => [
      command,
      (input: unknown) => inputs.push(input) && answer,
    ]);
    await find(address, Object.fromEntries(recorded));
    expect(inputs).not.toEqual([]);
    const owners = inputs.map((input) => (input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner);
    expect(owners).toEqual(inputs.map(() => '111122223333'));
  },
);
