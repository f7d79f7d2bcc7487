import * as sdkDynamodb from '@aws-sdk/client-dynamodb';
import * as sdkSes from '@aws-sdk/client-ses';
import * as sdkSns from '@aws-sdk/client-sns';
import * as sdkSqs from '@aws-sdk/client-sqs';
import * as dynamodb from '../dynamodb';
import * as ses from '../ses';
import * as sns from '../sns';
import * as sqs from '../sqs';

/** Members of a client's module, such as `PutItemCommand`. */
type Module = Readonly<Record<string, new (input: object) => object>>;

interface Client {
  send(command: object): Promise<unknown>;
  destroy?(): void;
}

interface Pair {
  readonly modules: readonly [ours: object, ofSdk: object];
  readonly clients: (options: object) => readonly [ours: object, ofSdk: object];
}

/** SQS: the AWS SDK compares an MD5 digest in the response, and posts to the queue's own host unless it is told not to. */
const SQS = { useQueueUrlAsEndpoint: false, md5: false } as const;

const PAIRS = {
  dynamodb: {
    modules: [dynamodb, sdkDynamodb],
    clients: (options) => [new dynamodb.DynamoDBClient(options), new sdkDynamodb.DynamoDBClient(options)],
  },
  ses: { modules: [ses, sdkSes], clients: (options) => [new ses.SESClient(options), new sdkSes.SESClient(options)] },
  sns: { modules: [sns, sdkSns], clients: (options) => [new sns.SNSClient(options), new sdkSns.SNSClient(options)] },
  sqs: {
    modules: [sqs, sdkSqs],
    clients: (options) => [new sqs.SQSClient(options), new sdkSqs.SQSClient({ ...SQS, ...options })],
  },
} as const satisfies Record<string, Pair>;

/**
 * Sends the same command with our client and then with the AWS SDK's, which read the environment.
 *
 * @param command such as `PutItemCommand`
 */
export function bothClients(service: keyof typeof PAIRS, command: string, options: object = { maxAttempts: 1 }) {
  const { modules, clients }: Pair = PAIRS[service];
  return clients(options).map((client, n) => {
    const Command = (modules[n] as Module)[command] as Module[string];
    return (input: object) => (client as Client).send(new Command(input));
  });
}
