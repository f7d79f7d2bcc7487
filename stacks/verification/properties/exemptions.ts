import type { Environment, EnvironmentName } from '../../environment';

/** Exemption of an environment from a property, with the reason. Tests fail on an unused one. */
export interface Exemption {
  readonly property: string;
  readonly environments: readonly (EnvironmentName | typeof TAKEN_DOWN)[];
  /** Violations that it covers. */
  readonly violation: RegExp;
  readonly reason: string;
}

/** Any environment that is being taken down. */
const TAKEN_DOWN = 'taken down';

export const exempts = ({ environments }: Exemption, { name, takenDown = false }: Environment): boolean =>
  environments.includes(name) || (takenDown && environments.includes(TAKEN_DOWN));

export const EXEMPTIONS: readonly Exemption[] = [
  {
    property: 'every topic is encrypted, with the key of the account for SNS',
    environments: ['local', 'dev', 'prod'],
    violation: /^aws_sns_topic\.topics_alarms:/,
    reason: 'CloudWatch may not use alias/aws/sns: its alarms would be lost. They carry names and states only',
  },
  {
    property: 'every topic is encrypted, with the key of the account for SNS',
    environments: ['local', 'dev', 'prod'],
    violation: /^aws_sns_topic\.mail_events:/,
    reason: 'SES may not use alias/aws/sns: its events would be lost. SNS keeps them until it has handed them over',
  },
  {
    property: 'a table can be deleted neither by Terraform nor by hand',
    environments: ['local', 'dev', TAKEN_DOWN],
    violation: /^aws_dynamodb_table\./,
    reason: 'made to be destroyed and built again; their data is of tests',
  },
  {
    property: 'no KMS key can be destroyed by Terraform, and a scheduled deletion waits for a month',
    environments: ['local', 'dev', TAKEN_DOWN],
    violation: /^aws_kms_key\./,
    reason: 'made to be destroyed and built again; their data is of tests',
  },
  {
    property: 'resource policies allow exactly the principals that the stack needs',
    environments: ['local'],
    violation:
      /^aws_kms_key\.keys_data: (allows \{"Action":\["kms:Decrypt","kms:GenerateDataKey"\],"Principal":\{"AWS":\["arn:aws:iam::000000000000:root"\]\}|does not allow .*"kms:EncryptionContext:purpose")/,
    reason: "MiniStack's IAM knows no condition of KMS",
  },
  {
    property:
      'a role that reads a data key may decrypt it, one that stores it may generate it, each for its purpose only',
    environments: ['local'],
    violation: /: stores [^/]+, uses (?:dynamodb:\w+ K#,?)+$/,
    reason: "MiniStack's IAM knows no condition of KMS",
  },
  {
    property: 'every queue refuses plain http',
    environments: ['local'],
    violation: /^aws_sqs_queue\./,
    reason: "an emulator's endpoint has no TLS",
  },
  {
    property: 'every bucket refuses plain http',
    environments: ['local'],
    violation: /^aws_s3_bucket\./,
    reason: "an emulator's endpoint has no TLS",
  },
  {
    property: 'every bucket keeps all versions, and Terraform neither empties nor destroys it',
    environments: ['local', 'dev', TAKEN_DOWN],
    violation: /^aws_s3_bucket\.\w+: (is emptied|has no prevent_destroy)/,
    reason: 'made to be destroyed and built again; their data is of tests',
  },
  {
    property: 'the identity of a mail domain, which others may send from too, is not destroyed by Terraform',
    environments: ['local', 'dev', TAKEN_DOWN],
    violation: /^aws_sesv2_email_identity\./,
    reason: 'made to be destroyed and built again',
  },
  {
    property: 'every topic refuses plain http',
    environments: ['local'],
    violation: /^aws_sns_topic\./,
    reason: "an emulator's endpoint has no TLS",
  },
  {
    property: 'no function posts to the host it runs on',
    environments: ['local'],
    violation: /^aws_lambda_function\.webhook_function:/,
    reason: 'the receiver that a developer tries it with is there',
  },
  {
    property: 'mail may be sent from the address of the environment alone',
    environments: ['local'],
    violation: /^aws_iam_role_policy\.email_policy:/,
    reason: "MiniStack's IAM knows no condition of SES",
  },
  {
    property: 'a role may do what its queue, its log and the capabilities of its manifest need, and nothing else',
    environments: ['local'],
    violation: /ses:SendRawEmail/,
    reason: "MiniStack's IAM understands no other resource of SES",
  },
  {
    property: 'a role may do what its queue, its log and the capabilities of its manifest need, and nothing else',
    environments: ['local'],
    violation: /sqs:SendMessageBatch/,
    reason: "MiniStack's IAM asks for it; AWS's checks sqs:SendMessage",
  },
  {
    property: 'a role may do what its queue, its log and the capabilities of its manifest need, and nothing else',
    environments: ['local'],
    violation: /sns:PublishBatch/,
    reason: "MiniStack's IAM asks for it; AWS's checks sns:Publish",
  },
  {
    property: 'a role may do what its queue, its log and the capabilities of its manifest need, and nothing else',
    environments: ['local'],
    violation: /dynamodb:BatchExecuteStatement/,
    reason: "MiniStack's IAM asks for it, of no table; AWS's checks the action and the table of each statement",
  },
  {
    property: 'every grant names its actions, and its resources wherever IAM has resource types',
    environments: ['local'],
    violation: /dynamodb:BatchExecuteStatement/,
    reason: "MiniStack's IAM asks for it, of no table; AWS's checks the action and the table of each statement",
  },
  {
    property: 'the state is in S3, encrypted and locked, under a key that no other environment has',
    environments: ['local'],
    violation: /^terraform:/,
    reason: 'the emulator and its state live and die in one folder',
  },
  {
    property: 'there is one provider, in the region of the environment, without credentials of its own',
    environments: ['local'],
    violation: /^provider\.aws: has credentials$/,
    reason: "an emulator's fixed ones, so that a person's cannot get there nor these to an account",
  },
];
