import { eventSources } from './flow';
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
  },
];

/** Functions that may send mail. Without an interval, a function has no rate limit. */
const mailers = (plan: Plan) =>
  eventSources(plan)
    .filter(({ function: { body } }) => body.environment?.variables.MAIL_FROM !== undefined)
    .map(({ mapping, function: { body } }) => ({
      functions: mapping.scaling_config?.maximum_concurrency ?? Number.POSITIVE_INFINITY,
      intervalMs: Number(body.environment?.variables.MAIL_INTERVAL_MS ?? 0),
    }));
