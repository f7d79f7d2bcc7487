import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { orAwsFailure } from '../stack/aws-failure';
import type { Terminal } from '../terminal';
import { type Aws, awsOf, type Clients } from './lookups/aws';
import type { StackPlan } from './read-plan';

/** Times in milliseconds. Listing a large account is throttled; more attempts outlast that. */
const SETTINGS = { maxAttempts: 8, requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000 } };

type Config = typeof SETTINGS & Pick<StackPlan, 'region' | 'credentials'>;

/**
 * Connects to the stack's account with the credentials of the environment.
 *
 * @throws CodedError `cli.other_account`, because a search there would find nothing; `cli.endpoint_missing`; as an AWS
 *   call does
 */
export async function connectAccount(plan: StackPlan, { variables }: Pick<Terminal, 'variables'>): Promise<Aws> {
  const { region, accountId, credentials } = plan;
  if (credentials && !variables.AWS_ENDPOINT_URL) throw endpointMissing();
  const config: Config = { ...SETTINGS, region, ...(credentials && { credentials }) };
  const identity = await orAwsFailure(
    new STSClient(config).send(new GetCallerIdentityCommand({})),
    'signing in to AWS',
  );
  if (identity.Account !== accountId) throw otherAccount(identity.Account, accountId);
  const [, partition = 'aws'] = identity.Arn?.split(':') ?? [];
  return awsOf(clientsOf(config), { partition, region, accountId });
}

const clientsOf = (config: Config): Clients => ({
  apigateway: new ApiGatewayV2Client(config),
  cloudwatch: new CloudWatchClient(config),
  logs: new CloudWatchLogsClient(config),
  dynamodb: new DynamoDBClient(config),
  events: new EventBridgeClient(config),
  iam: new IAMClient(config),
  kms: new KMSClient(config),
  lambda: new LambdaClient(config),
  // Path-style, because an emulator has no DNS name for each bucket.
  s3: new S3Client({ ...config, forcePathStyle: config.credentials !== undefined }),
  ses: new SESv2Client(config),
  sns: new SNSClient(config),
  sqs: new SQSClient(config),
});

const endpointMissing = (): CodedError =>
  new CodedError(
    'cli.endpoint_missing',
    'the stack is for an emulator, and AWS_ENDPOINT_URL is not set: its keys would be sent to AWS',
    'export AWS_ENDPOINT_URL=http://127.0.0.1:4566, or as npm start prints it; for AWS name the folder of dev or prod',
  );

const otherAccount = (account: string | undefined, expected: string): CodedError =>
  new CodedError(
    'cli.other_account',
    `these credentials are of account ${account}, and the stack is for account ${expected}`,
    'sign in to the account of the stack; or synthesize again with its CARILLON_ACCOUNT_ID',
  );
