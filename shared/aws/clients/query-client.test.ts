import type { ServerResponse } from 'node:http';
import { SESClient, SendRawEmailCommand } from './ses';
import { PublishCommand, SNSClient } from './sns';
import { scriptedService } from './testing/scripted-service';

const ok = (response: ServerResponse) =>
  response.end(
    '<SendRawEmailResponse><SendRawEmailResult><MessageId>0107-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
  );

const { seen, script } = scriptedService(ok);
const forms = () => seen.map(({ text }) => Object.fromEntries(new URLSearchParams(text)));

const failed = (status: number, code: string, message: string) => (response: ServerResponse) =>
  response
    .writeHead(status)
    .end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );

const mail = (overrides = {}) =>
  new SendRawEmailCommand({
    Source: 'a@example.com',
    Destinations: ['b@example.com'],
    RawMessage: { Data: Buffer.from('raw ÿ+/=') },
    ...overrides,
  });

test('a mail is sent in the form of the Query protocol, and has its message id', async () => {
  script(ok);
  const tags = [{ Name: 'tenant', Value: 'acme & co' }];
  const sent = await new SESClient({ maxAttempts: 1 }).send(mail({ ConfigurationSetName: 'set', Tags: tags }));
  expect(sent).toEqual({ MessageId: '0107-1' });
  expect(forms()).toEqual([
    {
      Action: 'SendRawEmail',
      Version: '2010-12-01',
      Source: 'a@example.com',
      'Destinations.member.1': 'b@example.com',
      'RawMessage.Data': Buffer.from('raw ÿ+/=').toString('base64'),
      ConfigurationSetName: 'set',
      'Tags.member.1.Name': 'tenant',
      'Tags.member.1.Value': 'acme & co',
    },
  ]);
});

test('what is undefined is left out of the form', async () => {
  script(ok);
  await new SESClient({ maxAttempts: 1 }).send(mail());
  expect(Object.keys(forms()[0] ?? {})).not.toContain('ConfigurationSetName');
});

test('an error has the code, status and unescaped message that the service answered with, and is not retried', async () => {
  const message = 'Email address is not verified: &lt;ann@example.com&gt; &amp; &#x201C;more&#8221;';
  script(failed(400, 'MessageRejected', message));
  const error = await new SESClient({ maxAttempts: 1 }).send(mail()).catch((thrown) => thrown);
  expect(error).toMatchObject({
    name: 'MessageRejected',
    message: 'Email address is not verified: <ann@example.com> & “more”',
    $metadata: { httpStatusCode: 400 },
  });
  script((response) => response.writeHead(503).end('busy'));
  const busy = await new SESClient({ maxAttempts: 1 }).send(mail()).catch((thrown) => thrown);
  expect(busy).toMatchObject({ name: 'HTTP 503', $metadata: { httpStatusCode: 503 } });
  expect(forms()).toHaveLength(2);
});

test('an event is published with its message attributes, again after throttling', async () => {
  script(failed(400, 'Throttling', 'Rate exceeded'), ok);
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const MessageAttributes = { type: text('endpoint.disabled'), tenant: text('acme') };
  await new SNSClient().send(new PublishCommand({ TopicArn: 'arn', Message: '{"é":1}', MessageAttributes }));
  expect(forms()).toHaveLength(2);
  expect(forms()[1]).toEqual({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: 'arn',
    Message: '{"é":1}',
    'MessageAttributes.entry.1.Name': 'type',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'endpoint.disabled',
    'MessageAttributes.entry.2.Name': 'tenant',
    'MessageAttributes.entry.2.Value.DataType': 'String',
    'MessageAttributes.entry.2.Value.StringValue': 'acme',
  });
});
