import {
  type SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  type SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { sqsChannelQueue, sqsSourceQueue, sqsSourceQueues } from './sqs-channel-queue';

const allStored = ({ input: { Entries = [] } }: SendMessageBatchCommand) => ({
  Successful: Entries.map(({ Id }) => ({ Id })),
});

/** A fake of SQS that answers when the test says so. */
function aSlowSqs() {
  const waiting: (() => void)[] = [];
  let sent = 0;
  const send = (command: SendMessageBatchCommand) =>
    new Promise<object>((resolve) => {
      sent += command.input.Entries?.length ?? 0;
      waiting.push(() => resolve(allStored(command)));
    });
  return { client: { send } as unknown as SQSClient, waiting, sent: () => sent };
}

const turn = () => new Promise(setImmediate);

test('at most forty requests are concurrent over all senders: each may hold a quarter of a megabyte', async () => {
  const { client, waiting, sent } = aSlowSqs();
  const queue = sqsChannelQueue(client, { queueUrl: 'q', deadLetterQueueUrl: 'd' });
  const messages = Array.from({ length: 200 }, () => ({ body: '{}', attributes: {} }));
  const all = Promise.all(Array.from({ length: 8 }, () => queue.send(messages, 0)));
  const atOnce: number[] = [];
  for (await turn(); waiting.length > 0; await turn()) {
    atOnce.push(waiting.length);
    for (const answer of waiting.splice(0)) answer();
  }
  await all;
  expect([Math.max(...atOnce), sent()]).toEqual([40, 1_600]);
});

test('records that send at once share full batches, each message with its own delay', async () => {
  const requests: (readonly (string | number | undefined)[])[][] = [];
  const send = async (command: SendMessageBatchCommand) => {
    const { Entries = [] } = command.input;
    requests.push(Entries.map(({ MessageBody, DelaySeconds }) => [MessageBody, DelaySeconds]));
    return allStored(command);
  };
  const queue = sqsChannelQueue({ send } as unknown as SQSClient, { queueUrl: 'q', deadLetterQueueUrl: 'd' });
  const bodies = (record: number) => Array.from({ length: 4 }, (_, n) => `${record}-${n}`);
  const messages = (record: number) => bodies(record).map((body) => ({ body, attributes: {} }));
  await Promise.all([0, 1, 2].map((record) => queue.send(messages(record), record)));
  const entries = [0, 1, 2].flatMap((record) => bodies(record).map((body) => [body, record]));
  expect(requests).toEqual([entries.slice(0, 10), entries.slice(10)]);
});

test('a message that SQS does not take fails its own record, and no other of the request', async () => {
  const send = async (command: SendMessageBatchCommand) => {
    const { Entries = [] } = command.input;
    const Failed = Entries.filter(({ MessageBody }) => MessageBody === 'bad').map(({ Id }) => ({
      Id,
      Code: 'No',
      Message: 'x',
    }));
    return {
      Successful: allStored(command).Successful.filter(({ Id }) => Failed.every((one) => one.Id !== Id)),
      Failed,
    };
  };
  const queue = sqsChannelQueue({ send } as unknown as SQSClient, { queueUrl: 'q', deadLetterQueueUrl: 'd' });
  const sends = [['a', 'b'], ['c', 'bad', 'bad'], ['d']].map((bodies) =>
    queue.send(
      bodies.map((body) => ({ body, attributes: {} })),
      0,
    ),
  );
  expect(await Promise.allSettled(sends)).toEqual([
    { status: 'fulfilled', value: undefined },
    { status: 'rejected', reason: new Error('SQS did not take 2 of 3 messages: No x') },
    { status: 'fulfilled', value: undefined },
  ]);
});

test("bulkhead: a source queue that hangs does not use the other queues' share of the requests", async () => {
  const answered: (string | undefined)[] = [];
  const send = (command: SendMessageBatchCommand) => {
    const { QueueUrl } = command.input;
    if (QueueUrl === 'hangs') return new Promise<object>(() => undefined);
    answered.push(QueueUrl);
    return Promise.resolve(allStored(command));
  };
  const urls = JSON.stringify({ webhook: 'hangs', email: 'answers' });
  const { webhook, email } = sqsSourceQueues({ send } as unknown as SQSClient, urls);
  const messages = Array.from({ length: 100 }, () => ({ body: '{}', attributes: {} }));
  for (let shard = 0; shard < 8; shard++) void webhook?.offer(messages);
  await email?.offer(messages.slice(0, 20));
  expect(answered).toEqual(['answers', 'answers']);
});

/** A stub of SQS that gives this answer to each request. */
function anSqsThat(answers: (bodies: readonly string[]) => Partial<SendMessageBatchCommandOutput>) {
  const requests: string[][] = [];
  const send = async ({ input: { Entries = [] } }: SendMessageBatchCommand) => {
    const bodies = Entries.map(({ MessageBody = '' }) => MessageBody);
    requests.push(bodies);
    const answer = answers(bodies);
    const failed = new Set((answer.Failed ?? []).map(({ Id }) => Id));
    return { Successful: Entries.filter(({ Id }) => !failed.has(Id)).map(({ Id }) => ({ Id })), ...answer };
  };
  const queue = sqsSourceQueue({ send } as unknown as SQSClient, 'q', 5);
  return { requests, offer: () => queue.offer(['a', 'bad', 'c'].map((body) => ({ body, attributes: {} }))) };
}

const refusal = (name: string, $fault: 'client' | 'server') =>
  new SQSServiceException({ name, $fault, message: 'no', $metadata: {} });

describe('a batch for a source queue', () => {
  test('returns for each message the reason of its refusal, and retries none', async () => {
    const Failed = [{ Id: '1', Code: 'InvalidMessageContents', Message: 'no', SenderFault: true }];
    const { offer, requests } = anSqsThat(() => ({ Failed }));
    expect([await offer(), requests]).toEqual([
      [undefined, 'InvalidMessageContents no', undefined],
      [['a', 'bad', 'c']],
    ]);
  });

  test('is sent one message per request if SQS refuses the batch for a poison message', async () => {
    const { offer, requests } = anSqsThat((bodies) => {
      if (bodies.includes('bad')) throw refusal('InvalidParameterValue', 'client');
      return {};
    });
    expect(await offer()).toEqual([undefined, expect.stringContaining('InvalidParameterValue'), undefined]);
    expect(requests).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  test.each<[string, Error]>([
    ['says nothing', new Error('timed out')],
    ['fails', refusal('InternalError', 'server')],
    ['throttles', refusal('RequestThrottled', 'client')],
    ['has had too many requests', refusal('TooManyRequestsException', 'client')],
  ])('is not sent again if SQS %s', async (_, error) => {
    const { offer, requests } = anSqsThat(() => {
      throw error;
    });
    const refused = expect.stringContaining(error.message);
    expect([await offer(), requests.length]).toEqual([[refused, refused, refused], 1]);
  });
});

test('a message that the response does not mention is not stored', async () => {
  const { offer } = anSqsThat(() => ({ Successful: [{ Id: '0', MessageId: 'm', MD5OfMessageBody: 'x' }] }));
  const missing = 'the response does not mention the message';
  expect(await offer()).toEqual([undefined, missing, missing]);
});

test('a request that hangs holds up no other record that sends at once', async () => {
  const send = async (command: SendMessageBatchCommand) => {
    const hangs = command.input.Entries?.some(({ MessageBody }) => MessageBody === 'slow');
    return hangs ? new Promise<never>(() => undefined) : allStored(command);
  };
  const queue = sqsChannelQueue({ send } as unknown as SQSClient, { queueUrl: 'q', deadLetterQueueUrl: 'd' });
  const messages = (count: number, body: string) => Array.from({ length: count }, () => ({ body, attributes: {} }));
  void queue.send(messages(10, 'slow'), 0);
  await expect(Promise.all([queue.send(messages(3, 'a'), 0), queue.send(messages(4, 'b'), 0)])).resolves.toBeDefined();
});
