import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbEndpoints } from '../../shared/aws/dynamodb/dynamodb-endpoints';
import { dynamodbLedgerReader } from '../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { dynamodbMailPreferenceRegistry } from '../../shared/aws/dynamodb/dynamodb-mail-preferences';
import { kmsDataKeys } from '../../shared/aws/kms/kms-data-keys';
import { clientConfig, EMULATOR_REGION, type ReceivedMail } from '../../tools/local/emulator';
import { inboxOf } from '../../tools/local/inbox-of';
import type { Ability } from '../targets/abilities';
import { readTargetState } from './target-state';

/** The target that `setup.ts` started, and clients for it. */
export const state = readTargetState();
export const lacks = (ability: Ability): boolean => state.traits.abilities[ability] !== undefined;

export const config = clientConfig(state);
export const region = EMULATOR_REGION;
export const dynamodb = new DynamoDBClient(config);
export const kms = new KMSClient(config);
export const sns = new SNSClient(config);
export const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
export const ledger = dynamodbLedgerReader(dynamodb, state.outputs.ledger_table);
export const endpoints = dynamodbEndpoints(dynamodb, state.outputs.directory_table);
const { directory_table: tableName, data_key_arn: keyArn } = state.outputs;
export const keys = kmsDataKeys({ kms, keyArn, dynamodb, tableName });
export const preferences = dynamodbMailPreferenceRegistry(dynamodb, tableName);

/** Mails that SES has accepted. Scenarios that read them need the ability `inbox`; without it the list stays empty. */
export async function inbox(): Promise<readonly ReceivedMail[]> {
  if (lacks('inbox')) throw new Error("the target has no inbox: the scenario must name 'inbox' among its needs");
  return inboxOf(state)();
}
