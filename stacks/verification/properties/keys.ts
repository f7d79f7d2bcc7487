import { faultsOf, type Property } from './property';

const KEY = 'aws_kms_key';
const ALIAS = 'aws_kms_alias';
const ID = 'keys_data';

export const keyProperties: readonly Property[] = [
  {
    name: 'every KMS key rotates once a year, but for those that sign, which KMS cannot rotate',
    check: (plan) =>
      faultsOf(
        plan.all(KEY),
        ({ enable_key_rotation = false, key_usage }) =>
          enable_key_rotation !== (key_usage !== 'SIGN_VERIFY') && `has rotation ${enable_key_rotation}`,
      ),
  },
  {
    name: 'the key that encrypts data keys is symmetric, the default of KMS',
    check: (plan) =>
      faultsOf(
        plan.all(KEY).filter(({ address }) => address === `${KEY}.${ID}`),
        ({ key_usage, customer_master_key_spec: spec }) => (key_usage || spec) && `is ${spec} for ${key_usage}`,
      ),
  },
  {
    name: 'no KMS key can be destroyed by Terraform, and a scheduled deletion waits for a month',
    check: (plan) =>
      faultsOf(plan.all(KEY), ({ lifecycle, deletion_window_in_days: days }) => [
        ...(lifecycle?.prevent_destroy ? [] : ['has no prevent_destroy']),
        ...(days === 30 ? [] : [`is gone after ${days} days`]),
      ]),
  },
  {
    name: 'every KMS key has an alias',
    check: (plan) =>
      faultsOf(plan.all(KEY), (_, address) => {
        const aliases = plan
          .all(ALIAS)
          .filter(({ body }) => plan.referred(KEY, body.target_key_id)?.address === address);
        return aliases.length !== 1 && `has ${aliases.length} aliases`;
      }),
  },
];
