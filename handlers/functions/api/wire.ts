import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { dynamodbAcceptedContents } from '../../../shared/aws/dynamodb/dynamodb-accepted-contents';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { dynamodbListing } from '../../../shared/aws/dynamodb/dynamodb-listing';
import { dynamodbListingDetails } from '../../../shared/aws/dynamodb/dynamodb-listing-details';
import { dynamodbMailPreferenceRegistry } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import { dynamodbReplayRuns } from '../../../shared/aws/dynamodb/dynamodb-replay-runs';
import { itemReader } from '../../../shared/aws/dynamodb/item-reader';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { snsTopic } from '../../../shared/aws/sns/sns-topic';
import { sqsSourceQueues } from '../../../shared/aws/sqs/sqs-channel-queue';
import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import { parsePorts } from '../../../shared/http/address/address';
import { dnsResolve } from '../../../shared/http/address/resolve';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock } from '../../../shared/ports/clock';
import { deployedChannels } from '../../../shared/producer/deployed-channels';
import { sleepWithJitter } from '../../../shared/producer/sleep-with-jitter';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { sealKeysOf } from '../../../shared/runtime/message/message-seal';
import { sealedSources } from '../../../shared/runtime/message/sealed-queue';
import { createApiHandler } from './api-handler';
import type { ApiPorts } from './api-ports';
import { apiRoutes } from './routes';

/** Milliseconds of one request to AWS: all tries of one end before the function does. */
const REQUEST_TIMEOUT_MS = 4_000;

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { TENANT_CLAIM, ROLE_CLAIM } = readEnvironment(['TENANT_CLAIM', 'ROLE_CLAIM']);
  return createApiHandler(apiRoutes, { tenantClaim: TENANT_CLAIM, roleClaim: ROLE_CLAIM }, portsOf());
}

function portsOf(): ApiPorts {
  const environment = readEnvironment([
    'TOPIC_ARN',
    'UNKNOWN_TYPES',
    'LEDGER_TABLE',
    'LISTING_TABLE',
    'DIRECTORY_TABLE',
    'QUEUE_URLS',
    'ALLOW_LOOPBACK',
    'WEBHOOK_PORTS',
  ]);
  const { LEDGER_TABLE, LISTING_TABLE, DIRECTORY_TABLE } = environment;
  const options = { requestHandler: requestHandler(REQUEST_TIMEOUT_MS) };
  const dynamodb = new DynamoDBClient(options);
  const keys = lambdaDataKeys(dynamodb);
  const sources = sqsSourceQueues(new SQSClient({ useQueueUrlAsEndpoint: false, ...options }), environment.QUEUE_URLS);
  const queues = sealedSources(sources, sealKeysOf(keys));
  const records = dynamodbAuditReader(dynamodb, LEDGER_TABLE);
  return {
    topic: snsTopic(new SNSClient(options), environment.TOPIC_ARN),
    channels: deployedChannels,
    unknownTypes: environment.UNKNOWN_TYPES as UnknownTypes,
    contents: dynamodbAcceptedContents(itemReader(dynamodb), itemReader(dynamodb), LEDGER_TABLE),
    ledger: dynamodbLedgerReader(dynamodb, LEDGER_TABLE),
    records,
    chains: records,
    listing: dynamodbListing(dynamodb, LISTING_TABLE),
    details: dynamodbListingDetails(dynamodb, LEDGER_TABLE),
    runs: dynamodbReplayRuns(dynamodb, LISTING_TABLE),
    newId: () => ulid(),
    registry: dynamodbEndpoints(dynamodb, DIRECTORY_TABLE),
    preferences: dynamodbMailPreferenceRegistry(dynamodb, DIRECTORY_TABLE),
    keys,
    policy: {
      allowLoopback: environment.ALLOW_LOOPBACK === 'true',
      allowedPorts: parsePorts(environment.WEBHOOK_PORTS),
    },
    resolve: dnsResolve(),
    openDigest: () => addressDigestOf(keys),
    openQueue: async (channel) => queueOf(channel, queues),
    clock: systemClock,
    sleep: sleepWithJitter,
    log: jsonLogger(),
  };
}

function queueOf(channel: string, queues: ReturnType<typeof sealedSources>) {
  const queue = queues[channel];
  if (queue === undefined) throw new Error(`no queue of channel ${channel}`);
  return queue;
}
