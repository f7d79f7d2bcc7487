import { homedir, tmpdir } from 'node:os';
import { hostPathsIn } from './host-paths';
import { reference, set } from './mutations';
import type { Plan } from './plan';
import type { Property } from './property';
import type { ResourceBody } from './terraform-json';

/** `${aws_sqs_queue.email_queue.arn}` and entries of `depends_on`, such as `aws_sqs_queue.email_dlq`. */
const EXPRESSION = /\$\{([^}]*)\}/g;
const ADDRESS = /^(aws_\w+\.\w+)((\[\d+\])?\.\w+)*(\[\d+\])?$/;
/** Unresolved CDKTF token, whole or truncated; must not match text such as a sender `TOKEN. Inc`. */
const TOKEN = /TfToken\[|[$#@]\{TfToken|\bTOKEN\.\d+/;
const ROOT = process.cwd();

export const referenceProperties: readonly Property[] = [
  {
    name: 'every reference is to a resource of the plan',
    check: (plan) => {
      const addresses = plan.addresses();
      return referrers(plan).flatMap(([referrer, body]) =>
        expressions(body)
          .filter((expression) => !addresses.includes(ADDRESS.exec(expression)?.[1] ?? ''))
          .map((expression) => `${referrer}: refers to ${expression}, which is not in the plan`),
      );
    },
    brokenBy: {
      'a misspelt one': set('aws_lambda_function', 'email_function', { role: reference('aws_iam_role.mail_role.arn') }),
      'a token that cdktf left behind': set('aws_sns_topic', 'topics_alarms', { name: reference('TfToken[TOKEN.42]') }),
    },
  },
  {
    name: 'no CDKTF token is left unresolved',
    check: (plan) => (TOKEN.exec(JSON.stringify(plan.json)) ?? []).map((token) => `cdk.tf.json: has ${token}`),
    brokenBy: {
      'a token': set('aws_sns_topic', 'topics_alarms', { name: reference('TfToken[TOKEN.42]') }),
      'what is left of a token': set('aws_sns_topic', 'topics_alarms', { name: 'TOKEN.42' }),
      'a list token': set('aws_sns_topic', 'topics_alarms', { name: '#{TfToken[TOKEN.42]}' }),
    },
  },
  {
    name: 'no path of this host is in the plan',
    check: (plan) => hostPathsIn(plan.json, [ROOT, homedir(), tmpdir()]).map((path) => `cdk.tf.json: has ${path}`),
    brokenBy: {
      'this folder': set('aws_lambda_function', 'email_function', { filename: `${ROOT}/dist/functions/email.zip` }),
      'the temporary folder': set('aws_lambda_function', 'email_function', { filename: `${tmpdir()}/email.zip` }),
    },
  },
];

/** All parts of the plan that may reference a resource, by address. */
const referrers = (plan: Plan): [string, unknown][] => [
  ...plan.resources().map(({ address, body }): [string, unknown] => [address, body]),
  ...Object.entries(plan.json.output).map(([name, body]): [string, unknown] => [`output.${name}`, body]),
  ['terraform', { ...plan.json, resource: {}, output: {} }],
];

/** Distinct references, `depends_on` included, without the `self` references of a data source. */
function expressions(body: unknown): string[] {
  const found = [...JSON.stringify(body).matchAll(EXPRESSION)].map(([, inner = '']) => inner);
  const { depends_on: dependencies = [] } = body as ResourceBody;
  return [...new Set([...found, ...dependencies])].filter((inner) => !inner.includes('self.'));
}
