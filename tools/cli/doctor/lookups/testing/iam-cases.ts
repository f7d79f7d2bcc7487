import { awsError } from '../../testing/test-aws';
import type { LookupCase } from './lookup-case';
import { TAG_LIST } from './prod-plan';

const ROLE = 'carillon-prod-email-eu-central-1';

export const IAM_CASES: readonly LookupCase[] = [
  {
    address: 'aws_iam_role.email_role',
    there: { GetRoleCommand: { Role: { Arn: `arn:aws:iam::111122223333:role/${ROLE}`, Tags: TAG_LIST } } },
    id: ROLE,
    absent: { GetRoleCommand: awsError('NoSuchEntityException') },
  },
  {
    address: 'aws_iam_role_policy.email_policy',
    there: { GetRolePolicyCommand: {} },
    id: `${ROLE}:${ROLE}`,
    absent: { GetRolePolicyCommand: awsError('NoSuchEntityException') },
  },
];
