import { homedir, tmpdir } from 'node:os';
import { reference, remove, set } from './mutations';
import type { Plan } from './plan';
import type { Property } from './property';

/** `${aws_sqs_queue.email_queue.arn}` and entries of `depends_on`, such as `aws_sqs_queue.email_dlq`. */
const EXPRESSION = /\$\{([^}]*)\}/g;
const ADDRESS = /^(aws_\w+\.\w+)((\[\d+\])?\.\w+)*(\[\d+\])?$/;
const ROOT = process.cwd();

export const referenceProperties: readonly Property[] = [
  {
    name: 'every reference is to a resource of the plan',
    check: (plan) => {
      const addresses = plan.addresses();
      return [...expressions(plan), ...dependencies(plan)].flatMap((expression) => {
        const address = ADDRESS.exec(expression)?.[1];
        return address !== undefined && addresses.includes(address) ? [] : [`${expression}: is not in the plan`];
      });
    },
    brokenBy: {
      'a resource that went': remove('aws_iam_role', 'email_role'),
      'a dependency that went': remove('aws_cloudwatch_log_group', 'email_log_group'),
      'a misspelt one': set('aws_lambda_function', 'email_function', { role: reference('aws_iam_role.mail_role.arn') }),
      'a token that cdktf left behind': set('aws_sns_topic', 'topics_alarms', { name: reference('TfToken[TOKEN.42]') }),
    },
  },
  {
    name: 'nothing of cdktf is left unresolved',
    check: (plan) => (/TfToken\[|TOKEN\./.exec(text(plan)) ?? []).map((token) => `cdk.tf.json: has ${token}`),
    brokenBy: {
      'a token': set('aws_sns_topic', 'topics_alarms', { name: reference('TfToken[TOKEN.42]') }),
      'a list token': set('aws_sns_topic', 'topics_alarms', { name: '#{TfToken[TOKEN.42]}' }),
    },
  },
  {
    name: 'no path of this host is in the plan',
    check: (plan) =>
      [ROOT, homedir(), tmpdir()]
        .filter((path) => path.length > 1 && text(plan).includes(JSON.stringify(path).slice(1, -1)))
        .map((path) => `cdk.tf.json: has ${path}`),
    brokenBy: {
      'this folder': set('aws_lambda_function', 'email_function', { filename: `${ROOT}/dist/functions/email.zip` }),
      'the temporary folder': set('aws_lambda_function', 'email_function', { filename: `${tmpdir()}/email.zip` }),
    },
  },
];

const text = (plan: Plan): string => JSON.stringify(plan.json);

/** Without those of a data source about itself. */
const expressions = (plan: Plan): string[] =>
  [...text(plan).matchAll(EXPRESSION)].map(([, inner = '']) => inner).filter((inner) => !inner.includes('self.'));

const dependencies = (plan: Plan): string[] => plan.resources().flatMap(({ body }) => body.depends_on ?? []);
