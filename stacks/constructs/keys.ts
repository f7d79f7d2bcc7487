import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { KEY_PURPOSES } from '../../shared/ports/data-keys';
import { policyDocument, type Statement } from '../capabilities/policies';
import type { Environment } from '../environment';
import { DATA_KEY, type Naming } from './naming';

/**
 * Days between scheduling a key's deletion and the deletion, which makes all encrypted data unreadable: time to notice a
 * mistake. AWS keeps a backup of a deleted table for 35 days, which is useless without the key.
 */
export const deletionWindowDays = ({ name }: Environment): number => (name === 'prod' ? 30 : 7);

export interface KeysProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
}

/** KMS key that encrypts the data keys of the directory. Data encrypted before a rotation stays readable. */
export class Keys extends Construct {
  readonly data: KmsKey;

  constructor(scope: Construct, id: string, { naming, environment }: KeysProps) {
    super(scope, id);
    const { protectData } = environment;
    this.data = new KmsKey(this, DATA_KEY, {
      description:
        'seals the data keys of the directory: secrets of endpoints, unsubscribe tokens, digests of addresses, messages',
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays(environment),
      policy: policyDocument([administer(naming), useForPurposes(naming, environment)]),
      lifecycle: { preventDestroy: protectData },
    });
    new KmsAlias(this, `${DATA_KEY}_alias`, { name: `alias/${naming.name(DATA_KEY)}`, targetKeyId: this.data.keyId });
  }
}

/** AWS's list for key administrators without grants, which would allow use of the key despite its policy. */
const ADMINISTRATION = [
  'kms:CreateAlias',
  'kms:Describe*',
  'kms:Enable*',
  'kms:List*',
  'kms:Put*',
  'kms:Update*',
  'kms:Revoke*',
  'kms:Disable*',
  'kms:Get*',
  'kms:Delete*',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
  'kms:RotateKeyOnDemand',
];

/** The account as principal delegates to its IAM policies; by itself it gives no user or role access. */
const account = (naming: Naming) => ({ AWS: naming.accountArn });

export const administer = (naming: Naming): Statement => ({
  Sid: 'LetAccountAdminister',
  Effect: 'Allow',
  Principal: account(naming),
  Action: ADMINISTRATION,
  Resource: '*',
});

/** A role whose IAM policy allows KMS on every key still cannot use this key for another purpose. */
const useForPurposes = (naming: Naming, environment: Environment): Statement => ({
  Sid: 'LetAccountSealDataKeys',
  Effect: 'Allow',
  Principal: account(naming),
  Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
  Resource: '*',
  ...(!environment.emulatedIam && {
    Condition: { StringEquals: { 'kms:EncryptionContext:purpose': KEY_PURPOSES } },
  }),
});
