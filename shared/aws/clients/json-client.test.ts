import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  paginateQuery,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from './dynamodb';
import { DecryptCommand, KMSClient } from './kms';
import { SendMessageCommand, SQSClient, SQSServiceException } from './sqs';
import { type Answer, type SeenRequest, scriptedService } from './testing/scripted-service';

const ok =
  (body: object): Answer =>
  (response) =>
    response.end(JSON.stringify(body));
const failed =
  (status: number, body: object): Answer =>
  (response) =>
    response.writeHead(status).end(JSON.stringify(body));
const reset: Answer = (response) => response.destroy();

const { seen, script } = scriptedService(ok({}));
const bodyOf = ({ text }: SeenRequest) => JSON.parse(text);

const update = () => new UpdateItemCommand({ TableName: 'ledger', Key: { pk: { S: 'id' } } });

describe('a call', () => {
  it('is signed, and names its operation', async () => {
    await new DynamoDBClient().send(update());
    const { 'x-amz-target': target, authorization, 'x-amz-security-token': token } = seen[0]?.headers ?? {};
    expect([target, token]).toEqual(['DynamoDB_20120810.UpdateItem', 'token']);
    const signed = 'content-type;host;x-amz-date;x-amz-security-token;x-amz-target';
    expect(authorization).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-central-1/dynamodb/aws4_request, SignedHeaders=${signed}, Signature=[0-9a-f]{64}$`,
      ),
    );
  });

  it('carries the trace of the invocation in Lambda, by which Lambda detects a recursive loop', async () => {
    Object.assign(process.env, {
      AWS_LAMBDA_FUNCTION_NAME: 'webhook',
      _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793',
    });
    await new SQSClient().send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'b' }));
    delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    expect(seen[0]?.headers['x-amzn-trace-id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
    expect(seen[0]?.headers['user-agent']).toMatch(/^Carillon\/\d+\.\d+\.\d+$/);
  });

  it('writes and reads binary values as base64', async () => {
    script(ok({ Attributes: { sealed: { B: 'AQI=' }, name: { S: 'B' }, nested: { M: { B: { S: 'B' } } } } }));
    const input = { Key: { sealed: { B: Buffer.from([1, 2]) }, raw: { B: new Uint8Array([3]) } } };
    expect(await new DynamoDBClient().send(new UpdateItemCommand(input))).toEqual({
      Attributes: { sealed: { B: new Uint8Array([1, 2]) }, name: { S: 'B' }, nested: { M: { B: { S: 'B' } } } },
    });
    expect(seen.map(bodyOf)[0]).toEqual({ Key: { sealed: { B: 'AQI=' }, raw: { B: 'Aw==' } } });
  });

  it('reads binary values from JSON with spaces, too', async () => {
    script((response) => response.end('{"Item": {"sealed": {"B" : "AQI="}}}'));
    expect(await new DynamoDBClient().send(update())).toEqual({ Item: { sealed: { B: new Uint8Array([1, 2]) } } });
  });

  it('to KMS converts its blobs', async () => {
    script(ok({ Plaintext: 'AQI=', KeyId: 'arn' }));
    const decrypt = new DecryptCommand({ CiphertextBlob: new Uint8Array([3]), KeyId: 'arn' });
    expect(await new KMSClient().send(decrypt)).toEqual({ Plaintext: new Uint8Array([1, 2]), KeyId: 'arn' });
    expect(seen.map(bodyOf)[0]).toEqual({ CiphertextBlob: 'Aw==', KeyId: 'arn' });
  });

  it('that pages follows the last key until there is none', async () => {
    script(ok({ Items: [1], LastEvaluatedKey: { pk: { S: 'a' } } }), ok({ Items: [2] }));
    const pages = [];
    for await (const page of paginateQuery({ client: new DynamoDBClient() }, { TableName: 'ledger' })) pages.push(page);
    expect(pages).toMatchObject([{ Items: [1] }, { Items: [2] }]);
    expect(seen.map((one) => bodyOf(one).ExclusiveStartKey)).toEqual([undefined, { pk: { S: 'a' } }]);
  });
});

describe('an error', () => {
  it('has the class and members that the service answered with', async () => {
    const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
    script(
      failed(400, {
        __type: type,
        Item: { pk: { S: 'id' }, sealed: { B: 'AQI=' } },
        message: 'The conditional request failed',
      }),
    );
    const error = await new DynamoDBClient().send(update()).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { pk: { S: 'id' }, sealed: { B: new Uint8Array([1, 2]) } },
      $metadata: { httpStatusCode: 400 },
    });
    expect(seen).toHaveLength(1);
  });

  it('of SQS is one of a client or of the server', async () => {
    script(failed(400, { __type: 'com.amazonaws.sqs#InvalidMessageContents', message: 'no' }));
    const send = () =>
      new SQSClient({ maxAttempts: 1 }).send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'b' }));
    const error = await send().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SQSServiceException);
    expect(error).toMatchObject({ name: 'InvalidMessageContents', $fault: 'client' });
    script((response) => response.writeHead(503).end('<html>'));
    expect(await send().catch((thrown) => thrown)).toMatchObject({ name: 'HTTP 503', $fault: 'server' });
  });

  it('that passes is retried, up to three attempts, or as often as the client is told', async () => {
    const busy = failed(500, { __type: 'a#InternalServerError' });
    const send = (options = {}) => new SQSClient(options).send(new SendMessageCommand({ QueueUrl: 'q' }));
    script(reset, busy, ok({ MessageId: 'm' }));
    expect(await send()).toEqual({ MessageId: 'm' });
    script(reset, reset, busy, ok({}));
    await expect(send()).rejects.toMatchObject({ name: 'InternalServerError' });
    script(busy, ok({}));
    await expect(send({ maxAttempts: 1 })).rejects.toMatchObject({ name: 'InternalServerError' });
    expect(seen).toHaveLength(7);
  });

  it('without an object as its body has the status for a name', async () => {
    script((response) => response.writeHead(400).end('null'));
    await expect(new DynamoDBClient().send(update())).rejects.toMatchObject({ name: 'HTTP 400' });
  });
});

test('a response without a body has no members', async () => {
  script((response) => response.end());
  expect(await new DynamoDBClient().send(update())).toEqual({});
});

test('an input that is no JSON is a rejection, not an exception', async () => {
  const sent = new DynamoDBClient().send(new UpdateItemCommand({ Key: { n: { N: 1n } } }));
  await expect(sent).rejects.toThrow(/BigInt/);
});

test('a retried transaction has the token of its first attempt, so that DynamoDB applies it once, and one that is sent again has another', async () => {
  script(reset, ok({}));
  const client = new DynamoDBClient();
  const transaction = new TransactWriteItemsCommand({ TransactItems: [] });
  await client.send(transaction);
  await client.send(transaction);
  const [first, retried, other] = seen.map((one) => bodyOf(one).ClientRequestToken);
  expect([retried === first, other === first, typeof first]).toEqual([true, false, 'string']);
});
