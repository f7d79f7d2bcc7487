import type { Capability } from '../../shared/domain/manifest/channel';
import type { KeyPurpose } from '../../shared/ports/data-keys';
import { DATA_KEY_ARN, DIRECTORY } from '../constructs/naming';
import type { Environment } from '../environment';
import { onKeys } from './dynamodb-conditions';
import type { Grant, GrantContext, Grants } from './grant';
import { allow, type Statement } from './policies';

/** Data keys of the directory, encrypted with the KMS key (envelope encryption). */
export const kmsGrants: Grants<Extract<Capability, `keys:${string}`>> = {
  'keys:endpoints': readKeys('endpoints'),
  'keys:endpoints:create': createKey('endpoints'),
  'keys:unsubscribe': readKeys('unsubscribe'),
  'keys:unsubscribe:create': createKey('unsubscribe'),
  'keys:addresses': readKeys('addresses'),
  'keys:addresses:create': createKey('addresses'),
  'keys:messages': readKeys('messages'),
  'keys:messages:create': createKey('messages'),
};

/** Read the data keys of one purpose and decrypt them; does not allow replacing or deleting one. */
function readKeys(purpose: KeyPurpose) {
  return ({ naming, environment }: GrantContext): Grant => ({
    statements: [
      onKeys(`K#${purpose}`, allow(`Read${capitalized(purpose)}Keys`, 'dynamodb:Query', naming.tableArn(DIRECTORY))),
      forPurpose(purpose, environment, allow(`Open${capitalized(purpose)}Keys`, 'kms:Decrypt', DATA_KEY_ARN)),
    ],
    variables: { DIRECTORY_TABLE: naming.name(DIRECTORY), DATA_KEY_ARN },
  });
}

/**
 * IAM cannot require a conditional write: a function that may create the first key could overwrite every key of its purpose,
 * until the table is restored. Grant it only to functions that must encrypt before any operator has created a key.
 */
function createKey(purpose: KeyPurpose) {
  return ({ naming, environment }: GrantContext): Grant => ({
    statements: [
      onKeys(`K#${purpose}`, allow(`Store${capitalized(purpose)}Key`, 'dynamodb:PutItem', naming.tableArn(DIRECTORY))),
      forPurpose(purpose, environment, allow(`Make${capitalized(purpose)}Key`, 'kms:GenerateDataKey', DATA_KEY_ARN)),
    ],
    variables: {},
  });
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Requires the encryption context of `shared/aws/kms/kms-data-key-store.ts`: keys of another purpose cannot be decrypted. */
const forPurpose = (purpose: KeyPurpose, { emulatedIam }: Environment, statement: Statement): Statement =>
  emulatedIam ? statement : { ...statement, Condition: { StringEquals: { 'kms:EncryptionContext:purpose': purpose } } };
