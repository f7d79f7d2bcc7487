import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { KEY_PURPOSES } from '../../shared/ports/data-keys';
import { policyDocument, type Statement } from '../capabilities/policies';
import type { Environment } from '../environment';
import { DATA_KEY, type Naming } from './naming';

/**
 * What is sealed is lost with its key: whoever schedules its deletion should have time to notice, also when the environment
 * is taken down. AWS keeps a backup of a deleted table for 35 days, which is of use as long as the key is there.
 */
export const deletionWindowDays = ({ name }: Environment): number => (name === 'prod' ? 30 : 7);

export interface KeysProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
}

/** The KMS key that seals the data keys of the directory. Rotation keeps what older material sealed readable. */
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

/** AWS's list for key administrators without grants, which would let somebody use the key past its policy. */
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

/** "The account" means whoever its IAM policies let; by itself this lets nobody in. */
const account = (naming: Naming) => ({ AWS: naming.accountArn });

export const administer = (naming: Naming): Statement => ({
  Sid: 'LetAccountAdminister',
  Effect: 'Allow',
  Principal: account(naming),
  Action: ADMINISTRATION,
  Resource: '*',
});

/** A policy that allows KMS on every key cannot use this one for anything else. */
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
