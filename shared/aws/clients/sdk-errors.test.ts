import { bothClients } from './testing/both-clients';
import { type Answer, scriptedService } from './testing/scripted-service';

/** Differential test: the clients of a function bundle throw what the AWS SDK throws, and try as often. */

const { seen, script } = scriptedService((response) => response.end());

type Send = (input: object) => Promise<unknown>;

const thrownBy = (send: Send, input: object) =>
  send(input).then(
    () => 'no error',
    ({ name, message, $fault, $metadata: { httpStatusCode, requestId }, Item, CancellationReasons }) => {
      return { name, message, $fault, httpStatusCode, requestId, Item, CancellationReasons };
    },
  );

/** The service answers both alike. */
async function errorsOf(sends: readonly Send[], input: object, answer: Answer): Promise<readonly unknown[]> {
  script(answer, answer);
  const errors: unknown[] = [];
  for (const send of sends) errors.push(await thrownBy(send, input));
  return errors;
}

const UPDATE = { TableName: 'ledger', Key: { pk: { S: 'a' } } };

describe('an error is the one of the AWS SDK', () => {
  const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
  const canceled = { __type: 'TransactionCanceledException', CancellationReasons: [{ Code: 'None' }] };
  it.each<[string, number, Record<string, string>, object]>([
    ['with a namespace', 400, {}, { __type: type, message: 'no' }],
    ['with its item', 400, {}, { __type: type, Message: 'no', Item: { pk: { S: 'a' }, sealed: { B: 'AQI=' } } }],
    ['of a transaction', 400, {}, { ...canceled, message: 'no' }],
    ['with a URI that has a fragment', 400, {}, { __type: 'FooException:http://aws.example/#bar', message: 'no' }],
    ['with two names', 400, {}, { __type: 'a#FooException,BarException', message: 'no' }],
    ['named in `code`', 400, {}, { code: 'FooException', message: 'no' }],
    ['named in a header', 400, { 'x-amzn-errortype': 'FooException:http://aws.example/' }, { message: 'no' }],
    ['named like a member of every object', 400, {}, { __type: 'constructor', message: 'no' }],
    ['of the server', 500, { 'x-amzn-requestid': 'R1' }, { __type: 'a#InternalServerError', message: 'no' }],
  ])('%s', async (_, status, headers, body) => {
    const answer: Answer = (response) => response.writeHead(status, headers).end(JSON.stringify(body));
    const [ours, ofSdk] = await errorsOf(bothClients('dynamodb', 'UpdateItemCommand'), UPDATE, answer);
    expect(ours).toMatchObject({ message: 'no' });
    expect(ours).toEqual(ofSdk);
  });

  it.each([
    ['with entities', '&lt;a&gt; &amp;amp; &quot;&apos; &#8364; &#x20AC; é 😀'],
    ['with characters that are not markup', '<![CDATA[<b> &amp; ]]>c'],
  ])('in XML %s', async (_, message) => {
    const error = `<Error>\n<Type>Sender</Type><Code>MessageRejected</Code>\n<Message>${message}</Message></Error>`;
    const xml = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${error}</ErrorResponse>`;
    const answer: Answer = (response) => response.writeHead(400, { 'x-amzn-requestid': 'R1' }).end(xml);
    const mail = { RawMessage: { Data: Buffer.from('raw') } };
    const [ours, ofSdk] = await errorsOf(bothClients('ses', 'SendRawEmailCommand'), mail, answer);
    expect(ours).toMatchObject({ name: 'MessageRejected' });
    expect(ours).toEqual(ofSdk);
  });
});

test.each([
  ['dynamodb', 'UpdateItemCommand', UPDATE, 4],
  ['sqs', 'SendMessageCommand', { QueueUrl: 'https://sqs.example/q', MessageBody: 'b' }, 3],
] as const)(
  'a call of %s is tried as often as the AWS SDK does by default',
  async (service, command, input, attempts) => {
    const busy: Answer = (response) => response.writeHead(500).end('{"__type":"InternalServerError"}');
    for (const send of bothClients(service, command, {})) {
      seen.length = 0;
      script(busy, busy, busy, busy, busy);
      expect(await thrownBy(send, input)).toMatchObject({ name: 'InternalServerError' });
      expect(seen).toHaveLength(attempts);
    }
  },
);
