import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { TerraformStack } from 'cdktf';
import { channels, functions } from '../../handlers';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { addressOf } from '../constructs/addresses';
import { RESERVED_NAMES } from '../constructs/naming';
import { ENVIRONMENT_NAMES } from '../environment';
import type { Plan } from './properties/plan';
import { anEnvironment, withEveryOption } from './testing/environments';
import { synthesize } from './testing/synthesize';

const GOLDEN = join(__dirname, 'golden', 'addresses.txt');
/** Addresses of resources that depend on an optional variable. */
const isOptional = (address: string): boolean =>
  ['aws_sns_topic_subscription.topics_alarm_mail', 'aws_apigatewayv2_authorizer.http_tokens'].includes(address) ||
  /^aws_apigatewayv2_route\.\w+_oidc_/.test(address);
/** Addresses of the function that an environment has with event sources, as `local` does. */
const OF_EVENTS = /\.events_(?!topic_arn)/;

const HOW_TO = `an address is a contract: with another one, Terraform destroys the resource and makes a new, empty one.
- an address is gone and a new one there: add a moved block, <the new resource>.moveFromId('<the address that is gone>')
- an address is gone for good: take its data out first; tables refuse to be destroyed
- then, and only then: UPDATE_ADDRESSES=1 npx jest stacks/verification/addresses.test.ts`;

const complete = synthesize(withEveryOption('prod'));
if (process.env.UPDATE_ADDRESSES) writeFileSync(GOLDEN, `${contractOf(complete.plan).join('\n')}\n`);
const golden = readFileSync(GOLDEN, 'utf8').trimEnd().split('\n');

test('the addresses equal the golden list', () => {
  expect(changes(golden, contractOf(complete.plan))).toBe('');
});

test.each(ENVIRONMENT_NAMES)('%s has the same addresses, without optional resources', (name) => {
  const hasEvents = anEnvironment(name).eventSources.length > 0;
  const expected = contractOf(complete.plan).filter(
    (address) => !isOptional(address) && (hasEvents || !OF_EVENTS.test(address)),
  );
  expect(contractOf(synthesize(anEnvironment(name)).plan)).toEqual(expected);
});

test('every construct of a resource has an address of its own', () => {
  const constructs = complete.stack.node.findAll().map(addressOf);
  const resources = constructs.filter((address) => address !== undefined && !address.startsWith('data.'));
  expect(resources.sort()).toEqual(complete.plan.addresses());
});

test('a second construct with the same address is refused, because Terraform would see one resource', () => {
  const addQueue = (stack: TerraformStack) => {
    new SqsQueue(stack.node.findChild('email'), 'queue', { name: 'carillon-prod-second' });
  };
  const refused = refusal(() => synthesize(anEnvironment('prod'), { change: addQueue }));
  expect({ ...refused, message: refused.message }).toEqual({
    name: 'CodedError',
    code: 'stack.address.duplicate',
    message: "1 address(es) of stack 'prod' are of more than one construct",
    fix: 'give one of the constructs another id',
    faults: [
      {
        code: 'stack.address.duplicate',
        path: '/aws_sqs_queue.email_queue',
        message:
          'address aws_sqs_queue.email_queue is of prod/email/queues/queue and prod/email/queue, expected one construct',
      },
    ],
  });
});

test('the reserved names are the construct ids beside channels and functions in the stack', () => {
  const beside = complete.stack.node.children
    .map(({ node }) => node.id)
    .filter((id) => /^[a-z0-9-]+$/.test(id) && ![...channels, ...functions].some(({ name }) => name === id));
  expect(beside.sort()).toEqual(RESERVED_NAMES);
});

/** Addresses of resources, and names of outputs, which tools read. */
function contractOf(plan: Plan): string[] {
  return [...plan.addresses(), ...Object.keys(plan.json.output).map((name) => `output.${name}`)].sort();
}

function changes(expected: readonly string[], seen: readonly string[]): string {
  const gone = expected.filter((address) => !seen.includes(address)).map((address) => `gone: ${address}`);
  const added = seen.filter((address) => !expected.includes(address)).map((address) => `new: ${address}`);
  return gone.length + added.length === 0 ? '' : [...gone, ...added, HOW_TO].join('\n');
}

function refusal(act: () => unknown): CodedError {
  try {
    act();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
