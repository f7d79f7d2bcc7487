import type { Capability } from '../../shared/domain/manifest/channel';
import type { KeyPurpose } from '../../shared/ports/data-keys';
import { DATA_KEY_ARN, DIRECTORY } from '../constructs/naming';
import type { Environment } from '../environment';
import { onKeys } from './dynamodb-conditions';
import type { Grant, GrantContext, Grants } from './grant';
import { allow, type Statement } from './policies';

/** Data keys of the directory, which the KMS key seals. */
export const kmsGrants: Grants<Extract<Capability, `keys:${string}`>> = {
  'keys:endpoints': readKeys('endpoints'),
  'keys:unsubscribe': readKeys('unsubscribe'),
  'keys:unsubscribe:create': createKey('unsubscribe'),
  'keys:addresses': readKeys('addresses'),
  'keys:addresses:create': createKey('addresses'),
  'keys:messages': readKeys('messages'),
  'keys:messages:create': createKey('messages'),
};

/** The data keys of one purpose, and the KMS key to open them with: who only reads can neither replace nor remove one. */
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
 * IAM cannot demand that a put comes with a condition: who may make the first key could overwrite those of its purpose,
 * which restoring the table brings back. So few may: those that must seal before any operator did something.
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

/** The encryption context that `shared/aws/kms/kms-data-key-store.ts` passes: keys of another purpose stay closed. */
const forPurpose = (purpose: KeyPurpose, { emulatedIam }: Environment, statement: Statement): Statement =>
  emulatedIam ? statement : { ...statement, Condition: { StringEquals: { 'kms:EncryptionContext:purpose': purpose } } };
