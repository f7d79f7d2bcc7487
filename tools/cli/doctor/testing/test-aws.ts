import { type Aws, awsOf, type Clients } from '../lookups/aws';

/** What a call is answered with, by the name of its command: a value, or what its input gives; an error is thrown. */
export type Answers = Readonly<Record<string, unknown>>;

export interface TestAws extends Aws {
  /** Every call, as `sqs GetQueueUrlCommand`. */
  readonly calls: readonly string[];
}

export const PLACE = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' };

/** The clients of an account that answers what it was told; a call that it was told nothing of is a fault of the test. */
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

/** An error as the SDK throws it. */
export const awsError = (name: string, message = name, httpStatusCode = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
