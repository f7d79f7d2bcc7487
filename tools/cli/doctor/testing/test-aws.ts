import { type Aws, awsOf, type Clients } from '../lookups/aws';

/** Canned response by command name: a value, or a function of the input; an error is thrown. */
export type Answers = Readonly<Record<string, unknown>>;

export interface TestAws extends Aws {
  /** Every call, such as `sqs GetQueueUrlCommand`. */
  readonly calls: readonly string[];
}

export const PLACE = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' };

/** Stub clients with canned responses. A call without one throws: it is a mistake in the test. */
export function testAws(answers: Answers): TestAws {
  const calls: string[] = [];
  const client = (service: string) => ({
    send: async (command: { readonly input: unknown }) => {
      const name = command.constructor.name;
      calls.push(`${service} ${name}`);
      if (!(name in answers)) throw new TypeError(`the test has no answer to ${name}`);
      const answer = answers[name];
      const given: unknown = await (typeof answer === 'function' ? answer(command.input) : answer);
      if (given instanceof Error) throw given;
      return given;
    },
  });
  const clients = Object.fromEntries(SERVICES.map((service) => [service, client(service)]));
  return { ...awsOf(clients as unknown as Clients, PLACE), calls };
}

const SERVICES = [
  'apigateway',
  'cloudwatch',
  'logs',
  'dynamodb',
  'events',
  'iam',
  'kms',
  'lambda',
  's3',
  'ses',
  'sns',
  'sqs',
] satisfies readonly string[];

/** An error like those that the AWS SDK throws. */
export const awsError = (name: string, message = name, httpStatusCode = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
