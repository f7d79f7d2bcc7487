import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { dynamodbChainWriter } from '../../shared/aws/dynamodb-chain-writer';
import { lambdaDataKeys } from '../../shared/aws/lambda-data-keys';
import { requestHandler } from '../../shared/aws/request-handler';
import { addressDigest } from '../../shared/domain/audit-chain/address-digest';
import { systemClock, systemSleep } from '../../shared/ports/clock';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { linkBatch } from './link-batch';

const { LEDGER_TABLE, LEDGER_RETENTION_DAYS } = readEnvironment(['LEDGER_TABLE', 'LEDGER_RETENTION_DAYS']);
const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(3_000) });
const keys = lambdaDataKeys(dynamodb);
const ports = {
  chain: dynamodbChainWriter(dynamodb, LEDGER_TABLE),
  retentionDays: Number(LEDGER_RETENTION_DAYS),
  ...{ clock: systemClock, sleep: systemSleep, random: Math.random, log: jsonLogger() },
};

export const handler = async (event: DynamoDBStreamEvent) =>
  linkBatch(event, { ...ports, digest: addressDigest((await keys.current('addresses')).key) });
