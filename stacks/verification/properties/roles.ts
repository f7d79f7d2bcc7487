import { CAPABILITY_PURPOSES } from './key-purposes';
import { add, addStatement, reference, setStatement } from './mutations';
import { leadingKeys, permissionsOfFunctions, RECORD_IDS, SUPPRESSED_OR_ULID } from './permissions';
import type { Plan } from './plan';
import { allowsOf, list } from './policy-document';
import { faultsOf, type Property } from './property';

const POLICY = 'aws_iam_role_policy';
const ID = 'email_policy';

/** Actions without resource types in IAM, which a role can only have for `*`. */
const WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'Service Authorization Reference, "Actions defined by AWS X-Ray": no resource types',
  'xray:PutTelemetryRecords': 'Service Authorization Reference, "Actions defined by AWS X-Ray": no resource types',
};

/** Actions whose resources cannot be listed, each with the condition that limits them, which another property checks. */
const FOR_ANY_RESOURCE: Readonly<Record<string, string>> = {
  'ses:SendRawEmail':
    'SES checks identities of recipients too, while the account is in its sandbox; ses:FromAddress limits it',
};

const table = (name: string) => `arn:aws:dynamodb:eu-central-1:111122223333:table/carillon-prod-${name}`;
const queue = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:carillon-prod-${name}`;
const granting = (Action: string, Resource: string) =>
  addStatement(POLICY, ID, 'policy', { Effect: 'Allow', Action, Resource });

export const roleProperties: readonly Property[] = [
  {
    name: 'every function has a role of its own, and every role one policy',
    check: (plan) => [
      ...faultsOf(plan.all('aws_iam_role'), (_, address) => {
        const functions = plan
          .all('aws_lambda_function')
          .filter(({ body }) => roleAddress(plan, body.role) === address);
        const policies = plan.all(POLICY).filter(({ body }) => roleAddress(plan, body.role) === address);
        return [
          ...(functions.length === 1 ? [] : [`is of ${functions.length} functions`]),
          ...(policies.length === 1 ? [] : [`has ${policies.length} policies`]),
        ];
      }),
      ...faultsOf(plan.all('aws_lambda_function'), ({ role }) => !roleAddress(plan, role) && `has the role ${role}`),
    ],
    brokenBy: {
      'a second policy': add(POLICY, 'second', {
        name: 'x',
        role: reference('aws_iam_role.email_role.name'),
        policy: '{}',
      }),
    },
  },
  {
    name: 'a role has no managed or embedded policies beside its policy resource',
    check: (plan) =>
      faultsOf(plan.all('aws_iam_role'), (role) =>
        ['managed_policy_arns', 'inline_policy'].filter((member) => member in role).map((member) => `has ${member}`),
      ),
    brokenBy: {
      'a managed one': (plan) => {
        Object.assign(plan.one('aws_iam_role', 'email_role'), {
          managed_policy_arns: ['arn:aws:iam::aws:policy/Admin'],
        });
      },
    },
  },
  {
    name: 'every grant names its actions, and its resources wherever IAM has resource types',
    check: (plan) =>
      faultsOf(plan.all(POLICY), ({ policy }) =>
        allowsOf(policy).flatMap(({ Action, Resource }) =>
          list(Action).flatMap((action) => [
            ...(action.includes('*') ? [`allows ${action}`] : []),
            ...(list(Resource).some(isPattern) && !(action in WITHOUT_RESOURCES) && !(action in FOR_ANY_RESOURCE)
              ? [`allows ${action} on ${list(Resource)}`]
              : []),
          ]),
        ),
      ),
    brokenBy: {
      'every action of a service': granting('sqs:*', queue('email')),
      'every resource': granting('sqs:SendMessage', '*'),
      'a pattern of resources': granting('dynamodb:PutItem', table('*')),
      'every log group': setStatement(POLICY, ID, 'policy', 'WriteLog', {
        Resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:*',
      }),
    },
  },
  {
    name: 'a role may do what its queue, its log and the capabilities of its manifest need, and nothing else',
    check: (plan) =>
      permissionsOfFunctions(plan).flatMap(({ policy, granted, needed }) =>
        faultsOf([policy], () => [
          ...granted.filter((pair) => !needed.includes(pair)).map((pair) => `may ${pair}, and need not`),
          ...needed.filter((pair) => !granted.includes(pair)).map((pair) => `may not ${pair}, and must`),
        ]),
      ),
  },
  {
    name: 'mail may be sent from the address of the environment alone',
    check: (plan) =>
      faultsOf(plan.all(POLICY), ({ policy }) =>
        allowsOf(policy)
          .filter(({ Action }) => list(Action).some((action) => action.startsWith('ses:')))
          .filter(({ Condition }) => Condition?.StringEquals?.['ses:FromAddress'] !== plan.environment.sender)
          .map(() => 'may send mail from any address'),
      ),
  },
  {
    name: 'a grant on the directory is limited to endpoints, turns of rates, suppressed addresses, or one data key',
    check: (plan) =>
      faultsOf(plan.all(POLICY), ({ policy }) =>
        allowsOf(policy)
          .filter(({ Resource }) => list(Resource).some((resource) => resource.endsWith('-directory')))
          .map(leadingKeys)
          .filter((keys) => !['T#*', 'R#*', 'T#*,R#*', 'S#*', SUPPRESSED_OR_ULID, ...DATA_KEYS].includes(keys))
          .map((keys) => `may use the keys '${keys}'`),
      ),
  },
  {
    name: 'a role that queries the ledger without claiming deliveries reads only chains, or only records',
    check: (plan) =>
      faultsOf(plan.all(POLICY), ({ policy }) =>
        allowsOf(policy)
          .filter(({ Action }) => list(Action).includes('dynamodb:Query'))
          .filter(({ Resource }) => list(Resource).some((resource) => resource.endsWith('-ledger')))
          .filter(({ Action }) => !list(Action).includes('dynamodb:GetItem'))
          .map(leadingKeys)
          .filter((keys) => !['C#*', 'C#*,CHAINS', RECORD_IDS].includes(keys))
          .map((keys) => `may read the keys '${keys}'`),
      ),
  },
  {
    name: 'a role that writes into the ledger writes either chains or records, not both',
    check: (plan) =>
      faultsOf(plan.all(POLICY), ({ policy }) =>
        allowsOf(policy)
          .filter(
            ({ Action, Condition }) => writes(list(Action)) && Condition?.['ForAllValues:StringEquals'] === undefined,
          )
          .filter(({ Resource }) => list(Resource).some((resource) => resource.endsWith('-ledger')))
          .map(leadingKeys)
          .filter((keys) => !WRITTEN_KEYS.test(keys))
          .map((keys) => `may write the keys '${keys}'`),
      ),
  },
  {
    name: 'a role that reads a data key may decrypt it, one that stores it may generate it, each for its purpose only',
    check: (plan) =>
      faultsOf(plan.all(POLICY), ({ policy }) => {
        const stored = allowsOf(policy)
          .filter((statement) => DATA_KEYS.includes(leadingKeys(statement)))
          .flatMap((statement) => list(statement.Action).map((action) => `${action} ${leadingKeys(statement)}`));
        const used = allowsOf(policy).flatMap(({ Action, Condition }) => {
          const purpose = list(Condition?.StringEquals?.['kms:EncryptionContext:purpose']);
          return list(Action)
            .filter((action) => action.startsWith('kms:') && action !== 'kms:Sign')
            .map((action) => `${NEEDED_OF_TABLE[action] ?? action} K#${purpose}`);
        });
        return stored.toSorted().join() !== used.toSorted().join() && `stores ${stored}, uses ${used}`;
      }),
    brokenBy: {
      'for any purpose': granting('kms:Decrypt', reference('aws_kms_key.keys_data.arn')),
      'made where nobody stores it': setStatement(POLICY, ID, 'policy', 'OpenUnsubscribeKeys', {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      }),
      'stored where nobody opens it': addStatement(POLICY, ID, 'policy', {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: table('directory'),
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'K#endpoints' } },
      }),
    },
  },
  {
    name: 'no role may create a log group, which would have no retention',
    check: (plan) =>
      faultsOf(
        plan.all(POLICY),
        ({ policy }) =>
          allowsOf(policy).some(({ Action }) => list(Action).includes('logs:CreateLogGroup')) &&
          'may create log groups',
      ),
    brokenBy: {
      'a grant': granting('logs:CreateLogGroup', 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/email'),
    },
  },
];

/** Conditions of KMS actions. */
const NEEDED_OF_TABLE: Readonly<Record<string, string>> = {
  'kms:Decrypt': 'dynamodb:Query',
  'kms:GenerateDataKey': 'dynamodb:PutItem',
};

/** Feedback is limited by written attributes instead. */
const writes = (actions: readonly string[]): boolean =>
  ['PutItem', 'UpdateItem', 'PartiQLInsert', 'PartiQLUpdate'].some((name) => actions.includes(`dynamodb:${name}`));

/** Partition keys of chains, of records, and of the orphan scan's progress. */
const WRITTEN_KEYS = /^(C#\*,CHAINS|[0-9a-f]\*(,[0-9a-f]\*)*|SCAN)$/;

const DATA_KEYS = Object.values(CAPABILITY_PURPOSES).map((purpose) => `K#${purpose}`);

const roleAddress = (plan: Plan, role: string): string | undefined => plan.referred('aws_iam_role', role)?.address;

/** Allowed wildcards: the streams of one log group (`…:log-group:<name>:*`), and the objects of one prefix. */
const isPattern = (resource: string): boolean =>
  resource.replace(/(:log-group:[^*]+):\*$|(:s3:::[^*]+)\/\*$/, '$1$2').includes('*');
