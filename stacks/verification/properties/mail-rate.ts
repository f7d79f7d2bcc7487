import { eventSources } from './flow';
import { type Mutation, set } from './mutations';
import type { Plan } from './plan';
import type { Property } from './property';

export const mailRateProperties: readonly Property[] = [
  {
    name: 'all functions that send mail together keep to the rate of the account',
    check: (plan) => {
      const rates = mailers(plan).map(({ functions, intervalMs }) => (1000 * functions) / intervalMs);
      const rate = rates.reduce((sum, one) => sum + one, 0);
      const allowed = plan.environment.mailRatePerSecond;
      return rate <= allowed ? [] : [`stack: ${rate} mails a second, allowed ${allowed}`];
    },
    brokenBy: {
      'a shorter interval': setInterval('10'),
      'no interval': setInterval(undefined),
      'more functions at once': set('aws_lambda_event_source_mapping', 'email_event_source', {
        scaling_config: { maximum_concurrency: 400 },
      }),
    },
  },
];

/** Functions that may send mail; one without an interval sends as fast as it can. */
const mailers = (plan: Plan) =>
  eventSources(plan)
    .filter(({ function: { body } }) => body.environment.variables.MAIL_FROM !== undefined)
    .map(({ mapping, function: { body } }) => ({
      functions: mapping.scaling_config?.maximum_concurrency ?? Number.POSITIVE_INFINITY,
      intervalMs: Number(body.environment.variables.MAIL_INTERVAL_MS ?? 0),
    }));

function setInterval(milliseconds: string | undefined): Mutation {
  return (plan) => {
    const { variables } = plan.one('aws_lambda_function', 'email_function').environment;
    delete variables.MAIL_INTERVAL_MS;
    if (milliseconds !== undefined) variables.MAIL_INTERVAL_MS = milliseconds;
  };
}
