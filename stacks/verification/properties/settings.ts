import { add } from './mutations';
import { NAME_RULES } from './names';
import type { Plan } from './plan';
import type { Property } from './property';
import type { ProviderJson, TerraformJson, TerraformSettings } from './terraform-json';

const change =
  (edit: (json: TerraformJson) => void) =>
  (plan: Plan): void =>
    edit(plan.json);

const changeProvider = (members: Partial<ProviderJson>) =>
  change(({ provider }) => {
    for (const aws of provider.aws) Object.assign(aws, members);
  });

const providers = ({ required_providers = {} }: TerraformSettings): string =>
  Object.values(required_providers)
    .map(({ source, version }) => `${source} ${version}`)
    .join(', ');

const when = (fails: boolean, fault: string): string[] => (fails ? [fault] : []);

export const settingsProperties: readonly Property[] = [
  {
    name: 'Terraform has a minimum version, and the provider an exact version',
    check: ({ json: { terraform } }) => [
      ...when(
        !/^>= 1\.\d+\.\d+$/.test(terraform.required_version ?? ''),
        `terraform: is ${terraform.required_version}`,
      ),
      ...when(!/^aws \d+\.\d+\.\d+$/.test(providers(terraform)), `terraform: the provider is ${providers(terraform)}`),
    ],
  },
  {
    name: 'the state is in S3, encrypted and locked, under a key that no other environment has',
    check: ({ json: { terraform }, environment: { accountId, region, name, stateBucket } }) => {
      const { s3, ...others } = terraform.backend;
      const key = `carillon/${accountId}/${region}/${name}.tfstate`;
      return [
        ...when(s3 === undefined || Object.keys(others).length > 0, 'terraform: the state is not in S3 alone'),
        ...when(!s3?.encrypt, 'terraform: the state is not encrypted'),
        ...when(!s3?.use_lockfile, 'terraform: the state is not locked'),
        ...when(s3?.key !== key, `terraform: the state is under ${s3?.key}`),
        ...when(s3?.bucket !== stateBucket || s3?.region !== region, `terraform: the state is in ${s3?.bucket}`),
      ];
    },
    brokenBy: {
      'a local file': change(({ terraform }) => {
        terraform.backend = { local: { path: 'terraform.tfstate' } };
      }),
    },
  },
  {
    name: 'Terraform refuses every account but one',
    check: ({ json: { provider }, environment: { accountId } }) =>
      provider.aws.flatMap(({ allowed_account_ids: ids = [] }) =>
        when(ids.join() !== accountId, `provider.aws: allows '${ids}', expected ${accountId}`),
      ),
  },
  {
    name: 'there is one provider, in the region of the environment, without credentials of its own',
    check: ({ json: { provider }, environment }) => [
      ...when(provider.aws.length !== 1, `provider.aws: there are ${provider.aws.length}`),
      ...provider.aws.flatMap(({ region, access_key, secret_key }) => [
        ...when(region !== environment.region, `provider.aws: is in ${region}`),
        ...when(access_key !== undefined || secret_key !== undefined, 'provider.aws: has credentials'),
      ]),
    ],
    brokenBy: {
      credentials: changeProvider({ secret_key: 'x' }),
      'a second one': change(({ provider }) => void provider.aws.push({ region: 'eu-west-1' })),
    },
  },
  {
    name: 'everything is tagged with the service and the environment',
    check: ({ json: { provider }, environment: { name } }) =>
      provider.aws.flatMap(({ default_tags: tags }) => {
        const { service, environment } = tags?.[0]?.tags ?? {};
        const isTagged = service === 'carillon' && environment === name;
        return when(!isTagged, `provider.aws: tags are ${JSON.stringify(tags)}`);
      }),
  },
  {
    name: 'properties are written for every type of resource',
    check: (plan) =>
      plan
        .resources()
        .flatMap(({ address }) =>
          when(!((address.split('.')[0] ?? '') in NAME_RULES), `${address}: is of a type that no property judges`),
        ),
    brokenBy: {
      'a web site': add('aws_s3_bucket_website_configuration', 'vault_site', { bucket: 'carillon-prod-audit' }),
    },
  },
];
