import { channelSources } from './flow';
import { type Mutation, set } from './mutations';
import { faultsOf, type Property } from './property';
import { variablesOf } from './variable-values';

const TYPE = 'aws_lambda_function';
const ID = 'email_function';

/** Names that suggest a secret, and values that are secrets whatever their name. */
const SECRET_NAME = /SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/i;
const SECRET_VALUE = /whsec_|whsk_|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|:\/\/[^/\s]+:[^/\s]+@/;

export const functionVariableProperties: readonly Property[] = [
  {
    name: 'a function has the variables that its manifest needs, with the values of the environment and of the plan',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ function_name, environment }, address) => {
        const variables = environment?.variables ?? {};
        const expected = variablesOf(plan, address, function_name);
        return [
          ...Object.entries(expected)
            .filter(([name, value]) => variables[name] !== value)
            .map(([name, value]) => `${name} is ${variables[name] ?? 'not set'}, wanted ${value}`),
          ...Object.keys(variables)
            .filter((name) => !(name in expected))
            .map((name) => `has ${name}, which its manifest does not need`),
        ];
      }),
    brokenBy: {
      'a variable of another function': setVariable('ALLOW_LOOPBACK', 'false'),
      'a variable that nobody knows': setVariable('AWS_ENDPOINT_URL', 'https://example.org'),
    },
  },
  {
    name: 'no secret is in the environment of a function',
    check: (plan) =>
      faultsOf(plan.all(TYPE), ({ environment }) =>
        Object.entries(environment?.variables ?? {})
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
    name: 'a claim outlives the invocation that made it, and ends before the message comes back',
    check: (plan) =>
      channelSources(plan).flatMap(({ queue, function: fn }) =>
        faultsOf([fn], ({ timeout = 0, environment }) => {
          const lease = Number(environment?.variables.LEASE_SECONDS);
          const visibility = queue.visibility_timeout_seconds ?? 0;
          return (
            !(lease > timeout && lease <= visibility) && `lease ${lease} s, allowed ${timeout + 1} to ${visibility}`
          );
        }),
      ),
  },
  {
    name: 'no function posts to the host it runs on',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        ({ environment }) => environment?.variables.ALLOW_LOOPBACK === 'true' && 'may post to loopback',
      ),
    brokenBy: { 'allowed to': setVariable('ALLOW_LOOPBACK', 'true') },
  },
];

function setVariable(name: string, value: string): Mutation {
  return (plan) => {
    Object.assign(plan.one(TYPE, ID).environment?.variables ?? {}, { [name]: value });
  };
}
