import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { channels } from '../../handlers';
import { config, state } from '../support/harness';
import { scenario } from '../support/scenario';
import { queueUrl } from '../support/world';

const { ledger_table: ledger, directory_table: directory, topic_arn: topic, data_key_arn: KeyId } = state.outputs;
const Key = { pk: { S: 'probe' }, sk: { S: 'probe' } };

/** Clients with the permissions of a channel's function. */
async function as(channel: string) {
  const RoleArn = `arn:aws:iam::000000000000:role/carillon-local-${channel}-us-east-1`;
  const { Credentials } = await new STSClient(config).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe' }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const own = { ...config, credentials, maxAttempts: 1 };
  return {
    dynamodb: new DynamoDBClient(own),
    sqs: new SQSClient({ ...own, useQueueUrlAsEndpoint: false }),
    sns: new SNSClient(own),
    ses: new SESClient(own),
    kms: new KMSClient(own),
  };
}

const mail = {
  Destinations: ['probe@example.com'],
  RawMessage: { Data: new TextEncoder().encode('Subject: x\r\n\r\nx') },
};
const DENIED = { name: expect.stringMatching(/AccessDenied|AuthorizationError/) };

scenario('least-privilege', ['iam'], () => {
  test.each(channels)(
    'the function of $name may not do what it does not need',
    async ({ name: channel, capabilities }) => {
      const { dynamodb, sqs, sns } = await as(channel);
      const others = channels.filter(({ name }) => name !== channel).map(({ name }) => name);
      const probes = [
        () => dynamodb.send(new ScanCommand({ TableName: ledger })),
        () => dynamodb.send(new DeleteItemCommand({ TableName: ledger, Key })),
        // A claim looks up the content that the id was accepted with.
        ...(capabilities.some((name) => name === 'ledger:claim')
          ? []
          : [() => dynamodb.send(new GetItemCommand({ TableName: ledger, Key }))]),
        // On AWS a condition limits the keys of these writes; the target does not evaluate it.
        ...(capabilities.some((name) => name === 'directory:circuits' || name.endsWith(':create'))
          ? []
          : [() => dynamodb.send(new PutItemCommand({ TableName: directory, Item: Key }))]),
        () => dynamodb.send(new ScanCommand({ TableName: directory })),
        () => sns.send(new PublishCommand({ TopicArn: topic, Message: 'probe' })),
        async () => sqs.send(new PurgeQueueCommand({ QueueUrl: await queueUrl(channel) })),
        ...others.map((other) => async () => {
          await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(other), MessageBody: 'probe' }));
        }),
      ];
      for (const probe of probes) await expect(probe()).rejects.toMatchObject(DENIED);
    },
  );

  test('only the function of email may send mail', async () => {
    for (const channel of ['webhook', 'audit']) {
      const { ses } = await as(channel);
      await expect(ses.send(new SendRawEmailCommand(mail))).rejects.toMatchObject(DENIED);
    }
  });

  test('only the function of webhook may read endpoints', async () => {
    // On AWS a condition limits readers of data keys to those items; the target does not evaluate it.
    const Key = { pk: { S: 'T#demo' }, sk: { S: 'EP#none' } };
    for (const name of ['email', 'audit', 'unsubscribe', 'email-feedback']) {
      const { dynamodb } = await as(name);
      await expect(dynamodb.send(new GetItemCommand({ TableName: directory, Key }))).rejects.toMatchObject(DENIED);
    }
    const { dynamodb } = await as('email-feedback');
    const endpoints = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'T#demo' } } };
    const query = new QueryCommand({ TableName: directory, ...endpoints });
    await expect(dynamodb.send(query)).rejects.toMatchObject(DENIED);
  });

  test('only functions that may have to encrypt before any operator may create a data key', async () => {
    // On AWS a condition limits each function to keys of its purposes; the target does not evaluate encryption contexts.
    const make = new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: { purpose: 'messages' } });
    for (const name of ['email-feedback', 'unsubscribe', 'audit-anchor']) {
      const { kms } = await as(name);
      await expect(kms.send(make)).rejects.toMatchObject(DENIED);
    }
    for (const name of ['email', 'webhook', 'audit', 'sweeper']) {
      const { kms } = await as(name);
      await expect(kms.send(make)).resolves.toMatchObject({ KeyId });
    }
  });

  test('only functions that read data keys may decrypt one', async () => {
    const { CiphertextBlob } = await (await as('email')).kms.send(
      new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }),
    );
    const open = new DecryptCommand({ KeyId, CiphertextBlob });
    await expect((await as('email-feedback')).kms.send(open)).rejects.toMatchObject(DENIED);
    for (const name of ['webhook', 'unsubscribe', 'audit-anchor']) {
      const { kms } = await as(name);
      await expect(kms.send(open)).resolves.toMatchObject({ KeyId });
    }
  });

  test('a function that only reads data keys may write none', async () => {
    const Item = { pk: { S: 'K#addresses' }, sk: { S: '1' } };
    const { dynamodb } = await as('audit-anchor');
    await expect(dynamodb.send(new PutItemCommand({ TableName: directory, Item }))).rejects.toMatchObject(DENIED);
  });

  test('control: the probe finds that needed permissions are allowed', async () => {
    const { dynamodb } = await as('webhook');
    const ofTenant = { pk: { S: 'T#demo' }, sk: { S: 'EP#none' } };
    await expect(dynamodb.send(new GetItemCommand({ TableName: directory, Key: ofTenant }))).resolves.toMatchObject({});
  });
});
