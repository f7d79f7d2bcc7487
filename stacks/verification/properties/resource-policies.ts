import { allowancesOf } from './allowances';
import { addStatement, setStatement } from './mutations';
import { essence, type PolicyStatement } from './policy-document';
import { faultsOf, type Property } from './property';
import { policiesIn } from './statements';

/** A statement that no policy of a good plan has. */
const allowing = (Action: string, AWS: string): PolicyStatement => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
});

export const resourcePolicyProperties: readonly Property[] = [
  {
    name: 'resource policies allow exactly the principals that the stack needs',
    check: (plan) => {
      const allowances = allowancesOf(plan);
      return faultsOf(plan.resources(), (body, address) => {
        const expected = allowances.filter((one) => one.address === address).map(({ grant }) => essence(grant));
        const seen = allowedBy(address, body).map(essence);
        return [
          ...expected.filter((one) => !seen.includes(one)).map((one) => `does not allow ${one}`),
          ...seen.filter((one) => !expected.includes(one)).map((one) => `allows ${one}`),
        ];
      });
    },
    brokenBy: {
      'a queue: a pattern of topics': setStatement('aws_sqs_queue', 'email_queue', 'policy', 'AllowTopicToSend', {
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } },
      }),
      'a queue that no topic feeds: a role': addStatement(
        'aws_sqs_queue',
        'email_dlq',
        'policy',
        allowing('sqs:SendMessage', 'arn:aws:iam::111122223333:role/somebody'),
      ),
      'the vault: somebody reads': addStatement(
        'aws_s3_bucket_policy',
        'vault_policy',
        'policy',
        allowing('s3:GetObject', '444455556666'),
      ),
      'attachments: somebody reads': addStatement(
        'aws_s3_bucket_policy',
        'attachments_policy',
        'policy',
        allowing('s3:GetObject', '444455556666'),
      ),
    },
  },
];

/** Excludes the policies of functions, which `roles.ts` compares with their manifests. */
const allowedBy = (address: string, body: object): PolicyStatement[] =>
  address.startsWith('aws_iam_role_policy.')
    ? []
    : policiesIn(body)
        .flatMap(({ statements }) => statements)
        .filter(({ Effect }) => Effect === 'Allow');
