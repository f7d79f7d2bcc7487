import { channelSources, type EventSource, eventSources, readsStream, redriveOf } from './flow';
import { type Mutation, reference, set } from './mutations';
import { faultsOf, type Property } from './property';

const TYPE = 'aws_lambda_function';
const ID = 'email_function';

/** What is worth stealing has such a name; values of such a form are secrets whatever they are called. */
const SECRET_NAME = /SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/i;
const SECRET_VALUE = /whsec_|whsk_|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|:\/\/[^/\s]+:[^/\s]+@/;

export const functionVariableProperties: readonly Property[] = [
  {
    name: 'no secret is in the environment of a function',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ environment }) =>
        Object.entries(environment.variables)
          .filter(([name, value]) => SECRET_NAME.test(name) || SECRET_VALUE.test(value))
          .map(([name]) => `has ${name}`),
      ),
    brokenBy: {
      'by name': set(TYPE, ID, { environment: { variables: { WEBHOOK_SECRET: 'x' } } }),
      'by value': set(TYPE, ID, { environment: { variables: { SIGNING: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } } }),
      'in a URL': set(TYPE, ID, { environment: { variables: { PROXY: 'http://ann:hunter2@proxy.example.com' } } }),
    },
  },
  {
    name: 'a function knows its own queues by their URLs',
    check: (plan) =>
      eventSources(plan).flatMap(({ queue, function: fn }) =>
        faultsOf([fn], ({ environment: { variables } }) => {
          const target = plan.queueByArn(redriveOf(queue).deadLetterTargetArn)?.body.name;
          const url = (name?: string) => {
            const { region, accountId } = plan.environment;
            return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
          };
          const { QUEUE_URL } = variables;
          const isOfStream = readsStream(plan, fn.address);
          const sends = isOfStream || channelSources(plan).some((source) => source.function.address === fn.address);
          const deadLetters = isOfStream ? undefined : url(target);
          return [
            ...(QUEUE_URL === (sends ? url(queue.name) : undefined) ? [] : [`QUEUE_URL is ${QUEUE_URL}`]),
            ...(variables.DEAD_LETTER_QUEUE_URL === deadLetters ? [] : ['DEAD_LETTER_QUEUE_URL is another']),
          ];
        }),
      ),
    brokenBy: {
      "another's queue": setVariable('QUEUE_URL', 'https://sqs.eu-central-1.amazonaws.com/111122223333/other'),
      'its queue for dead letters': setVariable(
        'DEAD_LETTER_QUEUE_URL',
        'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email',
      ),
    },
  },
  {
    name: 'a claim outlives the invocation that made it, and ends before the message comes back',
    check: (plan) =>
      channelSources(plan).flatMap(({ queue, function: fn }) =>
        faultsOf([fn], ({ timeout = 0, environment }) => {
          const lease = Number(environment.variables.LEASE_SECONDS);
          const visibility = queue.visibility_timeout_seconds ?? 0;
          return (
            !(lease > timeout && lease <= visibility) && `lease ${lease} s, allowed ${timeout + 1} to ${visibility}`
          );
        }),
      ),
    brokenBy: {
      'the timeout': setVariable('LEASE_SECONDS', '60'),
      'longer than invisible': setVariable('LEASE_SECONDS', '361'),
      'no number': setVariable('LEASE_SECONDS', ''),
    },
  },
  {
    name: "every channel's function knows all channels",
    check: (plan) => {
      const sources = channelSources(plan);
      const expected = sources.map(({ queue }) => queue.name.replace(/^carillon-[a-z]+-/, '')).sort();
      return faultsOf(functionsOf(sources), ({ environment: { variables } }) => {
        const known = variables.CHANNELS?.split(',') ?? [];
        return known.toSorted().join() !== expected.join() && `knows ${known}, expected ${expected}`;
      });
    },
    brokenBy: { 'one less': setVariable('CHANNELS', 'email,audit') },
  },
  {
    name: 'a function knows the tables of the plan by name',
    check: (plan) => {
      const tables = plan.all('aws_dynamodb_table').map(({ body }) => body.name);
      return faultsOf(plan.all(TYPE), ({ environment: { variables } }) =>
        Object.entries(variables)
          .filter(([name, value]) => name.endsWith('_TABLE') && !tables.includes(value))
          .map(([name, value]) => `${name} is ${value}`),
      );
    },
    brokenBy: {
      'a ledger that is not there': setVariable('LEDGER_TABLE', 'carillon-prod-register'),
      'a directory that is not there': setVariable('DIRECTORY_TABLE', 'carillon-dev-directory'),
    },
  },
  {
    name: 'a function knows the topic of operational events, where it knows any',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ environment: { variables } }) => {
        const { name } = plan.one('aws_sns_topic', 'topics_events');
        return ![undefined, plan.arn('sns', name)].includes(variables.EVENTS_TOPIC_ARN) && 'knows another topic';
      }),
    brokenBy: { 'that of notifications': setVariable('EVENTS_TOPIC_ARN', 'arn:aws:sns:::carillon-prod-notifications') },
  },
  {
    name: 'a function knows the key of data keys, where it knows any',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        ({ environment: { variables } }) =>
          ![undefined, reference('aws_kms_key.keys_data.arn')].includes(variables.DATA_KEY_ARN) &&
          `DATA_KEY_ARN is ${variables.DATA_KEY_ARN}`,
      ),
    brokenBy: { 'another key': setVariable('DATA_KEY_ARN', 'alias/carillon-dev-data') },
  },
  {
    name: 'a function that writes the ledger keeps what it writes as the environment says',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ environment: { variables } }) => {
        const { LEDGER_RETENTION_DAYS: days } = variables;
        return ![undefined, String(plan.environment.ledgerRetentionDays)].includes(days) && `keeps for ${days} days`;
      }),
    brokenBy: { 'a year': setVariable('LEDGER_RETENTION_DAYS', '365') },
  },
  {
    name: "a channel's function repeats as the environment and its channel say",
    check: (plan) =>
      faultsOf(functionsOf(channelSources(plan)), ({ function_name, environment: { variables } }) => {
        const manifest = plan.manifests.channels.find(({ name }) => function_name.endsWith(`-${name}`));
        const delays = (plan.environment.retryDelaysSeconds ?? manifest?.retryDelaysSeconds)?.join();
        return variables.RETRY_DELAYS_SECONDS !== delays && `repeats after ${variables.RETRY_DELAYS_SECONDS} s`;
      }),
    brokenBy: { 'other delays': setVariable('RETRY_DELAYS_SECONDS', '1,2,3') },
  },
  {
    name: 'no function posts to the host it runs on',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        ({ environment: { variables } }) => variables.ALLOW_LOOPBACK === 'true' && 'may post to loopback',
      ),
    brokenBy: { 'allowed to': setVariable('ALLOW_LOOPBACK', 'true') },
  },
  {
    name: 'a function that posts webhooks does so to 443 and the ports that the environment names',
    check: (plan) => {
      const expected = [443, ...plan.environment.webhookPorts].join();
      return faultsOf(
        plan.all(TYPE),
        ({ environment: { variables } }) =>
          ![undefined, expected].includes(variables.WEBHOOK_PORTS) && `posts to ${variables.WEBHOOK_PORTS}`,
      );
    },
    brokenBy: {
      'to one more': setVariable('WEBHOOK_PORTS', '443,8443,9443,22'),
      'to 443 only': setVariable('WEBHOOK_PORTS', '443'),
    },
  },
  {
    name: 'a channel takes types that the catalogue does not have only where the environment allows it',
    check: (plan) =>
      faultsOf(functionsOf(channelSources(plan)), ({ environment: { variables } }) => {
        const { UNKNOWN_TYPES } = variables;
        return UNKNOWN_TYPES !== plan.environment.unknownTypes && `UNKNOWN_TYPES is ${UNKNOWN_TYPES}`;
      }),
    brokenBy: { 'any type': setVariable('UNKNOWN_TYPES', 'allow') },
  },
];

const functionsOf = (sources: readonly EventSource[]) => sources.map((source) => source.function);

function setVariable(name: string, value: string): Mutation {
  return (plan) => {
    plan.one(TYPE, ID).environment.variables[name] = value;
  };
}
