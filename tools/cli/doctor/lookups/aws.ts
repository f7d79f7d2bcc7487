import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** Location of a stack's resources. */
export interface Place {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

export interface Clients {
  readonly apigateway: Pick<ApiGatewayV2Client, 'send'>;
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
  readonly logs: Pick<CloudWatchLogsClient, 'send'>;
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  readonly kms: Pick<KMSClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
  readonly ses: Pick<SESv2Client, 'send'>;
  readonly sns: Pick<SNSClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
}

/** Clients of one diagnosis. */
export interface Aws extends Clients {
  readonly place: Place;
  /** Memoizes a list that several lookups read, because many of the APIs allow only a few calls a second. */
  once<Result>(list: string, load: () => Promise<Result>): Promise<Result>;
}

export function awsOf(clients: Clients, place: Place): Aws {
  const lists = new Map<string, Promise<unknown>>();
  return {
    ...clients,
    place,
    once: <Result>(list: string, load: () => Promise<Result>) => {
      const known = lists.get(list) ?? load();
      lists.set(list, known);
      return known as Promise<Result>;
    },
  };
}

export const arn = ({ partition, region, accountId }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
