import { channels, functions } from '../../handlers';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import type { Environment } from '../environment';
import { anEnvironment, withEveryOption } from '../verification/testing/environments';
import { assertValid } from './validation';

const good: ChannelManifest = {
  name: 'sms',
  description: 'texts each recipient',
  filterPolicy: { channels: ['sms'] },
  capabilities: ['ledger:claim'],
  queue: { batchSize: 10, maxReceiveCount: 5 },
  function: { timeoutSeconds: 30, memoryMegabytes: 256, maximumConcurrency: 5 },
  attemptSeconds: 5,
  retryDelaysSeconds: [5, 60],
};
const prod = anEnvironment('prod');

/** `<code> <path>` of every fault; empty for a valid stack. */
function faultsOf(
  environment: Environment,
  manifests: readonly ChannelManifest[],
  others: readonly FunctionManifest[] = [],
): string[] {
  return refusal(environment, manifests, others)?.faults.map(({ code, path }) => `${code} ${path}`) ?? [];
}

function refusal(
  environment: Environment,
  manifests: readonly ChannelManifest[],
  others: readonly FunctionManifest[] = [],
): CodedError | undefined {
  try {
    // Routes are tested in `route-rules.test.ts`.
    assertValid(environment, manifests, others, manifests === channels ? undefined : []);
    return undefined;
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

test.each([anEnvironment('local'), anEnvironment('dev'), withEveryOption('prod')])(
  'the channels and functions of the registry are valid in $name',
  (environment) => {
    expect(faultsOf(environment, channels, functions)).toEqual([]);
  },
);

test('a stack without channels is valid, though idle', () => {
  expect(faultsOf(prod, [])).toEqual([]);
});

describe('of an environment', () => {
  const cases: [string, Partial<Environment>, string][] = [
    ['webhooks to loopback outside local', { allowLoopback: true }, 'stack.loopback /allowLoopback'],
    ["an emulator's permissions outside local", { emulatedIam: true }, 'stack.emulated_iam /emulatedIam'],
    ['plain http outside local', { requireTls: false }, 'stack.tls /requireTls'],
    ['no attempt but the first', { retryDelaysSeconds: [] }, 'stack.retry_delay /retryDelaysSeconds'],
    ['a delay of more than two days', { retryDelaysSeconds: [5, 172_801] }, 'stack.retry_delay /retryDelaysSeconds/1'],
    ['endpoints of a minute ago', { endpointCacheSeconds: 46 }, 'stack.endpoint_cache /endpointCacheSeconds'],
    ['endpoints of the future', { endpointCacheSeconds: -1 }, 'stack.endpoint_cache /endpointCacheSeconds'],
    ['webhooks to a mail server', { webhookPorts: [8443, 25] }, 'stack.webhook_port /webhookPorts/1'],
    ['webhooks to a port beyond the last', { webhookPorts: [65_536] }, 'stack.webhook_port /webhookPorts/0'],
    ['webhooks to half a port', { webhookPorts: [443.5] }, 'stack.webhook_port /webhookPorts/0'],
    ['a channel that is there said to be removed', { remove: ['push', 'sms'] }, 'stack.remove /remove'],
    [
      'a producer of another account',
      { producers: ['arn:aws:iam::111122223333:role/shop', 'arn:aws:iam::444455556666:role/shop'] },
      'stack.producer.account /producers/1',
    ],
  ];

  test.each(cases)('%s is refused', (_, change, fault) => {
    expect(faultsOf({ ...prod, ...change }, [good])).toEqual([fault]);
  });

  test('no state bucket outside local is refused', () => {
    const { stateBucket, ...without } = prod;
    expect(faultsOf(without, [good])).toEqual(['stack.state_bucket /stateBucket']);
  });
});

describe('of a channel', () => {
  const cases: [string, Partial<ChannelManifest>, string][] = [
    ['a name in capitals', { name: 'SMS' }, 'stack.channel.name /channels/0/name'],
    ['a name that begins with a digit', { name: '4sms' }, 'stack.channel.name /channels/0/name'],
    ['a name of 21 characters', { name: 'a'.repeat(21) }, 'stack.channel.name /channels/0/name'],
    ['an empty name', { name: '' }, 'stack.channel.name /channels/0/name'],
    ['a name that the stack has itself', { name: 'topics' }, 'stack.channel.name /channels'],
    ['no description', { description: '' }, 'stack.channel.description /channels/0/description'],
    ['a description of 257', { description: 'a'.repeat(257) }, 'stack.channel.description /channels/0/description'],
    [
      'a description with an expression',
      { description: 'costs $' + '{1}' },
      'stack.channel.template /channels/0/description',
    ],
    [
      'a description with a directive',
      { description: 'costs %{ if }' },
      'stack.channel.template /channels/0/description',
    ],
    ['a batch of 0', { queue: { ...good.queue, batchSize: 0 } }, 'stack.channel.range /channels/0/queue/batchSize'],
    ['a batch of 11', { queue: { ...good.queue, batchSize: 11 } }, 'stack.channel.range /channels/0/queue/batchSize'],
    [
      'a batch of 101 that waits',
      { queue: { ...good.queue, batchSize: 101, batchingWindowSeconds: 1 } },
      'stack.channel.range /channels/0/queue/batchSize',
    ],
    [
      'a window of 0 s',
      { queue: { ...good.queue, batchingWindowSeconds: 0 } },
      'stack.channel.range /channels/0/queue/batchingWindowSeconds',
    ],
    ['half a record', { queue: { ...good.queue, batchSize: 1.5 } }, 'stack.channel.range /channels/0/queue/batchSize'],
    [
      'four receives',
      { queue: { ...good.queue, maxReceiveCount: 4 } },
      'stack.channel.range /channels/0/queue/maxReceiveCount',
    ],
    [
      'more than 1,000 receives',
      { queue: { ...good.queue, maxReceiveCount: 1001 } },
      'stack.channel.range /channels/0/queue/maxReceiveCount',
    ],
    ['no timeout', tuned({ timeoutSeconds: 0 }), 'stack.channel.range /channels/0/function/timeoutSeconds'],
    [
      'a timeout of 172_801 s',
      tuned({ timeoutSeconds: 172_801 }),
      'stack.channel.range /channels/0/function/timeoutSeconds',
    ],
    ['127 MB', tuned({ memoryMegabytes: 127 }), 'stack.channel.range /channels/0/function/memoryMegabytes'],
    ['10,241 MB', tuned({ memoryMegabytes: 10_241 }), 'stack.channel.range /channels/0/function/memoryMegabytes'],
    ['one at once', tuned({ maximumConcurrency: 1 }), 'stack.channel.range /channels/0/function/maximumConcurrency'],
    [
      '1,001 at once',
      tuned({ maximumConcurrency: 1001 }),
      'stack.channel.range /channels/0/function/maximumConcurrency',
    ],
    ['NaN', tuned({ timeoutSeconds: Number.NaN }), 'stack.channel.range /channels/0/function/timeoutSeconds'],
    ['no attempt', { attemptSeconds: 0 }, 'stack.channel.range /channels/0/attemptSeconds'],
    ['an attempt as long as the function', { attemptSeconds: 29 }, 'stack.channel.range /channels/0/attemptSeconds'],
    ['no delays', { retryDelaysSeconds: [] }, 'stack.retry_delay /channels/0/retryDelaysSeconds'],
    ['a negative delay', { retryDelaysSeconds: [-1] }, 'stack.retry_delay /channels/0/retryDelaysSeconds/0'],
    [
      'a delay of more than two days',
      { retryDelaysSeconds: [5, 172_801] },
      'stack.retry_delay /channels/0/retryDelaysSeconds/1',
    ],
    [
      'a filter that SNS refuses',
      { filterPolicy: { channels: [] } },
      'filter_policy.empty /channels/0/filterPolicy/channels',
    ],
    [
      'a filter by an attribute that nobody sends',
      { filterPolicy: { channel: ['sms'] } },
      'stack.channel.filter_key /channels/0/filterPolicy/channel',
    ],
    [
      'such a filter in a branch of $or',
      { filterPolicy: { $or: [{ channels: ['sms'] }, { priority: ['high'] }] } },
      'stack.channel.filter_key /channels/0/filterPolicy/$or/1/priority',
    ],
    [
      'a filter by what the several values of an attribute are not',
      { filterPolicy: { $or: [{ type: ['a.b'] }, { channels: ['sms', { 'anything-but': 'email' }] }] } },
      'stack.channel.filter_list /channels/0/filterPolicy/$or/1/channels',
    ],
    [
      'a filter with a key beside $or and in a branch',
      { filterPolicy: { tenant: ['a'], $or: [{ tenant: ['b'] }, { channels: ['sms'] }] } },
      'filter_policy.key.repeated /channels/0/filterPolicy/$or/0/tenant',
    ],
    [
      'a filter that Terraform would evaluate',
      { filterPolicy: { type: ['$' + '{aws_sns_topic.topics_alarms.name}'] } },
      'stack.channel.template /channels/0/filterPolicy',
    ],
  ];

  test.each(cases)('%s is refused', (_, change, fault) => {
    expect(faultsOf(prod, [{ ...good, ...change }])).toEqual([fault]);
  });

  test('the limits themselves are allowed', () => {
    const lowest = {
      queue: { batchSize: 1, maxReceiveCount: 5 },
      ...tuned({ timeoutSeconds: 1, memoryMegabytes: 128, maximumConcurrency: 2 }),
    };
    const highest = {
      queue: { batchSize: 100, batchingWindowSeconds: 10, maxReceiveCount: 1000 },
      ...tuned({ timeoutSeconds: 900, memoryMegabytes: 10_240, maximumConcurrency: 1000 }),
    };
    const ends = [
      { ...good, ...lowest, name: 'a', retryDelaysSeconds: [0] },
      { ...good, ...highest, name: 'a'.repeat(20), description: 'a'.repeat(256), retryDelaysSeconds: [900] },
    ];
    expect(faultsOf(prod, ends)).toEqual([]);
  });
});

describe('of channels together', () => {
  test('two of one name are refused', () => {
    expect(faultsOf(prod, [good, good])).toEqual(['stack.channel.duplicate /channels']);
  });

  test.each([
    ['sms-dlq', "queue 'sms-dlq' is of sms and sms-dlq, allowed one; rename a channel"],
    ['sms-subscription', "queue 'sms-subscription-dlq' is of sms and sms-subscription, allowed one; rename a channel"],
  ])('%s beside sms is refused, for they would share a queue', (name, message) => {
    expect(refusal(prod, [good, { ...good, name }])?.faults).toEqual([
      { code: 'stack.channel.duplicate', path: '/channels', message },
    ]);
  });
});

const scheduled: FunctionManifest = {
  name: 'tidy',
  description: 'tidies up',
  capabilities: [],
  function: { timeoutSeconds: 30, memoryMegabytes: 256 },
  trigger: { kind: 'schedule', expression: 'rate(1 minute)' },
};
const listening: FunctionManifest = {
  ...scheduled,
  trigger: { kind: 'mail-events', queue: { batchSize: 10, maxReceiveCount: 10 }, maximumConcurrency: 5 },
};
const open = (route: string) => ({ route, access: 'open' }) as const;
const answering: FunctionManifest = {
  ...scheduled,
  function: { timeoutSeconds: 29, memoryMegabytes: 256 },
  trigger: { kind: 'http', routes: ['GET /answer', 'POST /answer/{id}'].map(open) },
};

describe('of a function that serves no channel', () => {
  const at = (kind: string, field: string) => `stack.function.${kind} /functions/0/${field}`;
  const runs = (timeoutSeconds: number, memoryMegabytes = 256) => ({ function: { timeoutSeconds, memoryMegabytes } });
  const cases: [string, FunctionManifest, string][] = [
    ['a name in capitals', { ...scheduled, name: 'Tidy' }, at('name', 'name')],
    ['a name that the stack has itself', { ...scheduled, name: 'mail' }, 'stack.function.name /functions'],
    ['no description', { ...scheduled, description: '' }, at('description', 'description')],
    [
      'a description with an expression',
      { ...scheduled, description: 'tidies $' + '{1}' },
      at('template', 'description'),
    ],
    ['no timeout', { ...scheduled, ...runs(0) }, at('range', 'function/timeoutSeconds')],
    ['127 MB', { ...scheduled, ...runs(30, 127) }, at('range', 'function/memoryMegabytes')],
    [
      'a schedule that EventBridge refuses',
      { ...scheduled, trigger: { kind: 'schedule', expression: 'rate(1 minutes)' } },
      at('schedule', 'trigger/expression'),
    ],
    ['a run that ends after the next began', { ...scheduled, ...runs(61) }, at('schedule', 'trigger/expression')],
    [
      'a batch of 11',
      withQueue({ queue: { batchSize: 11, maxReceiveCount: 10 } }),
      at('range', 'trigger/queue/batchSize'),
    ],
    [
      'four receives',
      withQueue({ queue: { batchSize: 10, maxReceiveCount: 4 } }),
      at('range', 'trigger/queue/maxReceiveCount'),
    ],
    ['one at once', withQueue({ maximumConcurrency: 1 }), at('range', 'trigger/maximumConcurrency')],
    ['an answer after 30 s', { ...answering, ...runs(30) }, at('range', 'function/timeoutSeconds')],
    ['no route', withRoutes(), at('route', 'trigger/routes')],
    ['a route of any method', withRoutes('ANY /answer'), at('route', 'trigger/routes/0/route')],
    ['a route of everything', withRoutes('GET /answer', '$default'), at('route', 'trigger/routes/1/route')],
    ['a greedy route', withRoutes('GET /{all+}'), at('route', 'trigger/routes/0/route')],
    [
      'a route that nobody may call',
      {
        ...answering,
        trigger: { kind: 'http', routes: [{ ...open('GET /answer'), throttle: { rate: 0, burst: 1 } }] },
      },
      at('route', 'trigger/routes/0/throttle'),
    ],
    ['a route twice', withRoutes('GET /answer', 'GET /answer'), at('route', 'trigger/routes/1/route')],
  ];

  test.each(cases)('%s is refused', (_, manifest, fault) => {
    expect(faultsOf(prod, [good], [manifest])).toEqual([fault]);
  });

  test.each([scheduled, listening, answering])('a function with the trigger $trigger.kind is valid', (manifest) => {
    expect(faultsOf(prod, [good], [manifest])).toEqual([]);
  });

  test('a timeout as long as the interval is allowed', () => {
    expect(faultsOf(prod, [good], [{ ...scheduled, ...runs(60) }])).toEqual([]);
  });

  test('the name of a channel is refused', () => {
    expect(refusal(prod, [good], [{ ...scheduled, name: 'sms' }])?.faults).toEqual([
      {
        code: 'stack.function.duplicate',
        path: '/functions',
        message: "'sms' is there 2 times, of channel and function, allowed once",
      },
    ]);
  });

  test('two of one name are refused', () => {
    expect(faultsOf(prod, [], [scheduled, answering])).toEqual(['stack.function.duplicate /functions']);
  });

  test('a queue of the same name as that of a channel is refused', () => {
    expect(faultsOf(prod, [{ ...good, name: 'tidy-dlq' }], [scheduled])).toEqual([
      'stack.function.duplicate /functions',
    ]);
  });
});

function withQueue(change: object): FunctionManifest {
  return { ...listening, trigger: { ...listening.trigger, ...change } as FunctionManifest['trigger'] };
}

function withRoutes(...routes: string[]): FunctionManifest {
  return { ...answering, trigger: { kind: 'http', routes: routes.map(open) } };
}

test('everything is reported at once, with the value seen and the value allowed', () => {
  const bad = { ...good, queue: { batchSize: 11, maxReceiveCount: 3 }, retryDelaysSeconds: [200_000] };
  const error = refusal({ ...prod, requireTls: false }, [good, { ...bad, name: 'push' }]);
  expect(error && { code: error.code, message: error.message, fix: error.fix, faults: error.faults }).toEqual({
    code: 'stack.invalid',
    message: "stack 'prod' breaks 4 rule(s)",
    fix: 'change the values that the faults name',
    faults: [
      { code: 'stack.tls', path: '/requireTls', message: 'false in prod, allowed in local only' },
      {
        code: 'stack.channel.range',
        path: '/channels/1/queue/batchSize',
        message: "queue/batchSize of 'push' is 11, allowed 1 to 10",
      },
      {
        code: 'stack.channel.range',
        path: '/channels/1/queue/maxReceiveCount',
        message: "queue/maxReceiveCount of 'push' is 3, allowed 5 to 1000",
      },
      {
        code: 'stack.retry_delay',
        path: '/channels/1/retryDelaysSeconds/0',
        message: '200000 s, allowed 0 to 172800',
      },
    ],
  });
});

function tuned(change: Partial<ChannelManifest['function']>): Pick<ChannelManifest, 'function'> {
  return { function: { ...good.function, ...change } };
}
