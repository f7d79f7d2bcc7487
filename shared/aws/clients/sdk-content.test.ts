import fc from 'fast-check';
import { bothClients } from './testing/both-clients';
import { type Answer, scriptedService } from './testing/scripted-service';

/** Differential test: the clients of a function bundle send what the AWS SDK sends, and read what it reads. */

const { seen, script } = scriptedService((response) => response.end());

/** `Buffer` and `Uint8Array` are the same bytes. */
const bytesAsText = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(bytesAsText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, bytesAsText(member)]));
};

const withoutMetadata = ({ $metadata: _, ...output }: Record<string, unknown>) => output;

/** @returns the texts of both requests */
async function expectSameOutputs(sends: ReturnType<typeof bothClients>, input: object, answer: Answer) {
  script(answer, answer);
  const outputs: unknown[] = [];
  for (const send of sends) outputs.push(bytesAsText(withoutMetadata((await send(input)) as Record<string, unknown>)));
  expect(outputs[0]).toEqual(outputs[1]);
  return seen.slice(-2).map((one) => one.text);
}

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
/** Some of them name types of the protocol, too. */
const names = fc.oneof(text, fc.constantFrom('B', 'BS', 'L', 'M', 'S', 'toJSON'));
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 5 }),
  fc.uint8Array({ maxLength: 5 }).map((one) => Buffer.from(one)),
);
const some = { minLength: 1, maxLength: 3 };

const { attribute } = fc.letrec<{ attribute: object }>((tie) => ({
  attribute: fc.oneof(
    { depthSize: 'small' },
    fc.record({ S: text }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ B: bytes }),
    fc.record({ BS: fc.array(bytes, some) }),
    fc.record({ SS: fc.array(text, some) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(names, tie('attribute'), { maxKeys: 3 }) }),
  ),
}));

test('items of any shape', async () => {
  const sends = bothClients('dynamodb', 'PutItemCommand');
  const echo: Answer = (response) => {
    const { Item } = JSON.parse(seen.at(-1)?.text ?? '');
    response.end(JSON.stringify({ Attributes: Item }));
  };
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, attribute, { maxKeys: 4 }), async (Item) => {
      const [ours = '', ofSdk = ''] = await expectSameOutputs(sends, { TableName: 'ledger', Item }, echo);
      expect(JSON.parse(ours)).toEqual(JSON.parse(ofSdk));
    }),
    { numRuns: 60 },
  );
});

test('messages with binary attributes', async () => {
  const MessageAttributes = { a: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) } };
  const message = { QueueUrl: 'https://sqs.example/q', MessageBody: 'b', MessageAttributes };
  const answer: Answer = (response) => response.end('{"MessageId":"m"}');
  const sends = bothClients('sqs', 'SendMessageCommand');
  const [ours = '', ofSdk = ''] = await expectSameOutputs(sends, message, answer);
  expect(JSON.parse(ours)).toEqual(JSON.parse(ofSdk));
});

const mails = fc.record(
  {
    Source: text,
    Destinations: fc.array(text, { maxLength: 3 }),
    RawMessage: fc.record({ Data: bytes }),
    FromArn: text,
    Tags: fc.array(fc.record({ Name: text, Value: text }), { maxLength: 3 }),
    ConfigurationSetName: fc.option(text, { nil: undefined }),
  },
  { requiredKeys: ['RawMessage'] },
);

const value = fc.oneof(
  fc.record({ DataType: fc.constant('String'), StringValue: text }),
  fc.record({ DataType: fc.constant('Binary'), BinaryValue: bytes }),
);
const events = fc.record(
  { TopicArn: text, Message: text, Subject: text, MessageAttributes: fc.dictionary(names, value, { maxKeys: 3 }) },
  { requiredKeys: ['Message'] },
);

test.each([
  ['mails', 'ses', 'SendRawEmail', mails],
  ['events', 'sns', 'Publish', events],
] as const)('%s, whatever members they have', async (_, service, operation, inputs) => {
  const result = `<${operation}Result><MessageId>a</MessageId></${operation}Result>`;
  const answer: Answer = (response) => response.end(`<${operation}Response>${result}</${operation}Response>`);
  const sends = bothClients(service, `${operation}Command`);
  const formOf = (body: string) => Object.fromEntries(new URLSearchParams(body));
  await fc.assert(
    fc.asyncProperty<[object]>(inputs, async (input) => {
      const [ours = '', ofSdk = ''] = await expectSameOutputs(sends, input, answer);
      expect(formOf(ours)).toEqual(formOf(ofSdk));
    }),
    { numRuns: 40 },
  );
});

const batches = fc.array(fc.tuple(events, fc.constantFrom('stored', 'refused')), { minLength: 1, maxLength: 4 });

test('batches of events, whatever becomes of each', async () => {
  const sends = bothClients('sns', 'PublishBatchCommand');
  const formOf = (body: string) => Object.fromEntries(new URLSearchParams(body));
  await fc.assert(
    fc.asyncProperty(batches, async (entries) => {
      const members = (fate: string, content: (n: number) => string) =>
        entries.flatMap(([, one], n) => (one === fate ? `<member><Id>${n}</Id>${content(n)}</member>` : [])).join('');
      const stored = members('stored', (n) => `<MessageId>m${n}</MessageId>`);
      const fault = (n: number) => `<Code>Invalid</Code>${n % 2 ? '<Message>&lt;no&gt;</Message>' : ''}`;
      const refused = members('refused', (n) => `${fault(n)}<SenderFault>${n % 2 === 0}</SenderFault>`);
      const result = `<Successful>${stored}</Successful><Failed>${refused}</Failed>`;
      const answer: Answer = (response) =>
        response.end(`<PublishBatchResponse><PublishBatchResult>${result}</PublishBatchResult></PublishBatchResponse>`);
      const PublishBatchRequestEntries = entries.map(([event], n) => ({ Id: `${n}`, ...event, TopicArn: undefined }));
      const [ours = '', ofSdk = ''] = await expectSameOutputs(
        sends,
        { TopicArn: 'arn', PublishBatchRequestEntries },
        answer,
      );
      expect(formOf(ours)).toEqual(formOf(ofSdk));
    }),
    { numRuns: 40 },
  );
});
