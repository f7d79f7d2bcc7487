import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import type { TopicMessage } from '../../ports/topic';
import { snsTopic } from './sns-topic';

const TOPIC_ARN = 'arn:aws:sns:eu-central-1:123456789012:carillon-prod-notifications';
const message = (body: string): TopicMessage => ({
  body,
  attributes: { type: { DataType: 'String', StringValue: 'order.shipped' } },
  groupId: 'demo',
});

let server: Server;
let requests: Record<string, string>[] = [];
let answer: { status: number; body: string };

/** A stub of SNS at the HTTP level: the Query protocol with a canned answer. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push(Object.fromEntries(new URLSearchParams(body)));
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  requests = [];
});

function topic(overrides: SNSClientConfig = {}) {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return snsTopic(
    new SNSClient({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1, ...overrides }),
    TOPIC_ARN,
  );
}

const succeed = (action: string, result: string) => {
  answer = { status: 200, body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
};
const fail = (status: number, code: string, text: string) => {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error>`;
  answer = { status, body: `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>` };
};

describe('snsTopic', () => {
  it('publishes the body as it is, with its attributes and the tenant as message group', async () => {
    succeed('Publish', '<MessageId>m-1</MessageId>');
    expect(await topic().publish(message('{"name":"Zoë & Søn"}'))).toEqual({ messageId: 'm-1' });
    expect(requests).toEqual([
      {
        Action: 'Publish',
        Version: '2010-03-31',
        TopicArn: TOPIC_ARN,
        Message: '{"name":"Zoë & Søn"}',
        MessageGroupId: 'demo',
        'MessageAttributes.entry.1.Name': 'type',
        'MessageAttributes.entry.1.Value.DataType': 'String',
        'MessageAttributes.entry.1.Value.StringValue': 'order.shipped',
      },
    ]);
  });

  it('answers for each message of a batch, whatever order SNS answers in', async () => {
    succeed(
      'PublishBatch',
      `<Successful><member><Id>2</Id><MessageId>m-c</MessageId></member><member><Id>0</Id><MessageId>m-a</MessageId></member></Successful>
       <Failed><member><Id>1</Id><Code>InternalError</Code><Message>try later</Message><SenderFault>false</SenderFault></member>
       <member><Id>3</Id><Code>InvalidParameter</Code><SenderFault>true</SenderFault></member></Failed>`,
    );
    expect(await topic().publishBatch(['a', 'b', 'c', 'd'].map(message))).toEqual([
      { status: 'published', messageId: 'm-a' },
      {
        status: 'failed',
        code: 'producer.entry_refused',
        message: 'SNS refused this entry of the batch: InternalError try later',
        retryable: true,
      },
      { status: 'published', messageId: 'm-c' },
      {
        status: 'failed',
        code: 'producer.entry_refused',
        message: 'SNS refused this entry of the batch: InvalidParameter',
        retryable: false,
      },
    ]);
    expect(requests[0]).toMatchObject({
      Action: 'PublishBatch',
      'PublishBatchRequestEntries.member.2.Id': '1',
      'PublishBatchRequestEntries.member.2.Message': 'b',
      'PublishBatchRequestEntries.member.2.MessageGroupId': 'demo',
    });
  });

  it.each([
    [403, 'AuthorizationError', 'producer.not_authorized'],
    [403, 'AccessDenied', 'producer.not_authorized'],
    [400, 'KMSAccessDenied', 'producer.not_authorized'],
    [404, 'NotFound', 'producer.topic_not_found'],
    [429, 'Throttled', 'producer.throttled'],
    [400, 'Throttling', 'producer.throttled'],
    [403, 'InvalidClientTokenId', 'producer.credentials'],
    [403, 'ExpiredToken', 'producer.credentials'],
    [403, 'SignatureDoesNotMatch', 'producer.credentials'],
    [400, 'InvalidParameter', 'producer.refused'],
    [500, 'InternalError', 'producer.failed'],
    [418, 'Teapot', 'producer.failed'],
  ])('turns %d %s into %s', async (status, code, expected) => {
    fail(status, code, 'said SNS');
    await expect(topic().publish(message('{}'))).rejects.toMatchObject({
      name: 'CodedError',
      code: expected,
      message: expect.stringMatching(new RegExp(`^publishing to ${TOPIC_ARN} failed: .*said SNS$`)),
      fix: expect.stringMatching(/./),
      cause: expect.any(Error),
    });
  });

  it('fails every entry of a batch that could not be sent, with the fix', async () => {
    fail(403, 'AuthorizationError', 'not yours');
    const failure = {
      status: 'failed',
      code: 'producer.not_authorized',
      message: expect.stringMatching(/not yours; allow the producer's role sns:Publish/),
      retryable: false,
    };
    expect(await topic().publishBatch(['a', 'b'].map(message))).toEqual([failure, failure]);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET'])(
    'says that SNS cannot be reached after %s',
    async (code) => {
      const handle = () => Promise.reject(Object.assign(new Error(), { code }));
      await expect(topic({ requestHandler: { handle } }).publish(message('{}'))).rejects.toMatchObject({
        code: 'producer.unreachable',
        message: `publishing to ${TOPIC_ARN} failed: Error: ${code}`,
      });
    },
  );

  it('says that credentials are missing', async () => {
    const credentials = async () =>
      Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    await expect(topic({ credentials }).publish(message('{}'))).rejects.toMatchObject({
      code: 'producer.credentials',
      message: `publishing to ${TOPIC_ARN} failed: CredentialsProviderError: none`,
    });
  });
});
