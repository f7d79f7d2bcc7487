import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { lookup } from './lookup';
import { strangersBy, tagsOf } from './own-tags';

export const role = lookup({
  needs: ['name'],
  actions: ['iam:GetRole'],
  find: async ({ name }, { iam }, { plan }) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    return strangersBy(tagsOf(Role?.Tags), plan) ?? { id: name, attributes: { arn: Role?.Arn ?? '' } };
  },
});

export const rolePolicy = lookup({
  needs: ['role', 'name'],
  belongsTo: 'role',
  actions: ['iam:GetRolePolicy'],
  find: async ({ role: RoleName, name: PolicyName }, { iam }) => {
    await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { id: `${RoleName}:${PolicyName}` };
  },
});
