import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbEndpoints } from '../shared/aws/dynamodb-endpoints';
import { dynamodbLedgerReader } from '../shared/aws/dynamodb-ledger-reader';
import { dynamodbMailPreferenceRegistry } from '../shared/aws/dynamodb-mail-preferences';
import { kmsDataKeys } from '../shared/aws/kms-data-keys';
import { clientConfig, EMULATOR_REGION } from '../tools/local/emulator';
import { readTargetState } from './target-state';
import { chooseTarget } from './targets';

/** The target that `setup.ts` started, and clients for it. */
export const state = readTargetState();
export const target = chooseTarget(state.name);

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
