import { CAPABILITY_PURPOSES } from './key-purposes';
import { addStatement, removeStatement, set, setStatement, unset } from './mutations';
import { allowsOf, list, type PolicyStatement } from './policy-document';
import { faultsOf, type Property } from './property';
import { ADMINISTRATION } from './statements';

const KEY = 'aws_kms_key';
const ALIAS = 'aws_kms_alias';
const ID = 'keys_data';
const PURPOSES = [...new Set(Object.values(CAPABILITY_PURPOSES))].toSorted().join();

const purposesOf = ({ Condition }: PolicyStatement): string =>
  list(Condition?.StringEquals?.['kms:EncryptionContext:purpose']).toSorted().join();

const isKnown = (action: string, usage?: string): boolean =>
  [...ADMINISTRATION, ...(usage === 'SIGN_VERIFY' ? SIGNING : SEALING)].includes(action);
const SEALING = ['kms:GenerateDataKey', 'kms:Decrypt'];
const SIGNING = ['kms:Sign', 'kms:Verify'];

/** What an administrator needs is not on the list: these use the key, or let somebody use it. */
const USE = /^kms:(\*|Decrypt|Encrypt|ReEncrypt|Generate|Sign|Verify|Create\*|CreateGrant)/;
const usesKey = ({ Action }: PolicyStatement): boolean => list(Action).some((action) => USE.test(action));

export const keyProperties: readonly Property[] = [
  {
    name: 'every KMS key rotates once a year, but for those that sign, which KMS cannot rotate',
    check: (plan) =>
      faultsOf(
        plan.all(KEY),
        ({ enable_key_rotation, key_usage }) => !enable_key_rotation && key_usage !== 'SIGN_VERIFY' && 'stays as it is',
      ),
    brokenBy: { 'the default': unset(KEY, ID, 'enable_key_rotation') },
  },
  {
    name: 'no KMS key can be destroyed by Terraform, and whoever has one deleted has a month to notice',
    check: (plan) =>
      faultsOf(plan.all(KEY), ({ lifecycle, deletion_window_in_days: days }) => [
        ...(lifecycle?.prevent_destroy ? [] : ['has no prevent_destroy']),
        ...(days === 30 ? [] : [`is gone after ${days} days`]),
      ]),
    brokenBy: {
      'by Terraform': unset(KEY, ID, 'lifecycle'),
      'within a week': set(KEY, ID, { deletion_window_in_days: 7 }),
      'not said': unset(KEY, ID, 'deletion_window_in_days'),
    },
  },
  {
    name: 'a key policy lets nobody in but those whom the IAM of the account lets, for what the key is for',
    check: (plan) =>
      faultsOf(plan.all(KEY), ({ policy, key_usage }) =>
        allowsOf(policy).flatMap(({ Principal, Action }) => [
          ...(JSON.stringify(Principal) === JSON.stringify({ AWS: plan.accountArn }) ? [] : ['lets in somebody else']),
          ...list(Action).flatMap((action) => (isKnown(action, key_usage) ? [] : [`allows ${action}`])),
        ]),
      ),
    brokenBy: {
      everybody: setStatement(KEY, ID, 'policy', 'LetAccountSealDataKeys', { Principal: '*' }),
      'another account': setStatement(KEY, ID, 'policy', 'LetAccountAdminister', {
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      }),
      'every action': setStatement(KEY, ID, 'policy', 'LetAccountAdminister', { Action: 'kms:*' }),
      'an action of other keys': setStatement(KEY, ID, 'policy', 'LetAccountAdminister', { Action: 'kms:Sign' }),
    },
  },
  {
    name: 'a key policy lets the account administer the key, or nobody ever could',
    check: (plan) =>
      faultsOf(plan.all(KEY), ({ policy }) => {
        const actions = allowsOf(policy).flatMap(({ Action }) => list(Action));
        return !actions.includes('kms:Put*') && 'cannot be administered';
      }),
    brokenBy: {
      'no policy: it would be the default': unset(KEY, ID, 'policy'),
      'no such statement': removeStatement(KEY, ID, 'policy', 'LetAccountAdminister'),
    },
  },
  {
    name: 'the key of data keys may be used to make and open data keys, for known purposes',
    check: (plan) =>
      faultsOf(
        [plan.find(KEY, `${KEY}.${ID}`)].filter((key) => key !== undefined),
        ({ policy }) => {
          const using = allowsOf(policy).filter(usesKey);
          const actions = using.flatMap(({ Action }) => list(Action)).toSorted();
          return [
            ...(actions.join() === 'kms:Decrypt,kms:GenerateDataKey' ? [] : [`may be used to ${actions.join()}`]),
            ...using
              .filter((statement) => purposesOf(statement) !== PURPOSES)
              .map((statement) => `may be used for the purposes ${purposesOf(statement)}`),
          ];
        },
      ),
    brokenBy: {
      'no condition': setStatement(KEY, ID, 'policy', 'LetAccountSealDataKeys', { Condition: undefined }),
      'nobody may': removeStatement(KEY, ID, 'policy', 'LetAccountSealDataKeys'),
      'an action more': addStatement(KEY, ID, 'policy', { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' }),
      grants: addStatement(KEY, ID, 'policy', { Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*' }),
    },
  },
  {
    name: 'every KMS key has an alias, by which people find it',
    check: (plan) =>
      faultsOf(plan.all(KEY), (_, address) => {
        const aliases = plan
          .all(ALIAS)
          .filter(({ body }) => plan.referred(KEY, body.target_key_id)?.address === address);
        return aliases.length !== 1 && `has ${aliases.length} aliases`;
      }),
    brokenBy: { 'of another key': set(ALIAS, `${ID}_alias`, { target_key_id: 'alias/aws/sns' }) },
  },
];
