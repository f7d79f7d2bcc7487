import type { Plan } from '../testing/plan';
import type { ProviderJson, TerraformJson } from '../testing/terraform-json';
import { add } from './mutations';
import { NAME_RULES } from './names';
import type { Property } from './property';

const change =
  (edit: (json: TerraformJson) => void) =>
  (plan: Plan): void =>
    edit(plan.json);

const changeProvider = (members: Partial<ProviderJson>) =>
  change(({ provider }) => {
    for (const aws of provider.aws) Object.assign(aws, members);
  });

const when = (fails: boolean, fault: string): string[] => (fails ? [fault] : []);

export const settingsProperties: readonly Property[] = [
  {
    name: 'Terraform has a lowest version, and the provider one version',
    check: ({ json: { terraform } }) => [
      ...when(
        !/^>= 1\.\d+\.\d+$/.test(terraform.required_version ?? ''),
        `terraform: is ${terraform.required_version}`,
      ),
      ...Object.entries(terraform.required_providers ?? {}).flatMap(([name, { version }]) =>
        when(!/^\d+\.\d+\.\d+$/.test(version ?? ''), `terraform: provider ${name} is ${version}`),
      ),
    ],
    brokenBy: {
      'no version of Terraform': change(({ terraform }) => void delete terraform.required_version),
      'no version of the provider': change(({ terraform }) => {
        terraform.required_providers = { aws: { source: 'aws' } };
      }),
      'a range of the provider': change(({ terraform }) => {
        terraform.required_providers = { aws: { source: 'aws', version: '~> 5.0' } };
      }),
    },
  },
  {
    name: 'the state is in S3, encrypted and locked, under a key that no other environment has',
    check: ({ json: { terraform }, environment: { accountId, region, name } }) => {
      const { s3, ...others } = terraform.backend;
      const key = `carillon/${accountId}/${region}/${name}.tfstate`;
      return [
        ...when(s3 === undefined || Object.keys(others).length > 0, 'terraform: the state is not in S3 alone'),
        ...when(!s3?.encrypt, 'terraform: the state is not encrypted'),
        ...when(!s3?.use_lockfile, 'terraform: the state is not locked'),
        ...when(s3?.key !== key, `terraform: the state is under ${s3?.key}`),
      ];
    },
    brokenBy: {
      'a local file': change(({ terraform }) => {
        terraform.backend = { local: { path: 'terraform.tfstate' } };
      }),
      'not encrypted': change(({ terraform }) => void delete terraform.backend.s3?.encrypt),
      'not locked': change(({ terraform }) => void delete terraform.backend.s3?.use_lockfile),
      'the key of another environment': change(({ terraform }) => {
        Object.assign(terraform.backend.s3 ?? {}, { key: 'carillon/111122223333/eu-central-1/dev.tfstate' });
      }),
    },
  },
  {
    name: 'Terraform refuses every account but one',
    check: ({ json: { provider }, environment: { accountId } }) =>
      provider.aws.flatMap(({ allowed_account_ids: ids = [] }) =>
        when(ids.join() !== accountId, `provider.aws: allows '${ids}', expected ${accountId}`),
      ),
    brokenBy: {
      'any account': changeProvider({ allowed_account_ids: [] }),
      'one more': changeProvider({ allowed_account_ids: ['111122223333', '444455556666'] }),
    },
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
      'another region': changeProvider({ region: 'us-east-1' }),
      credentials: changeProvider({ secret_key: 'x' }),
      'a second one': change(({ provider }) => void provider.aws.push({ region: 'eu-west-1' })),
    },
  },
  {
    name: 'everything is tagged with the service and the environment',
    check: ({ json: { provider }, environment: { name } }) =>
      provider.aws.flatMap(({ default_tags: tags }) => {
        const seen = JSON.stringify(tags);
        const expected = JSON.stringify([{ tags: { environment: name, service: 'carillon' } }]);
        return when(seen !== expected, `provider.aws: tags are ${seen}`);
      }),
    brokenBy: {
      'no tags': change(({ provider }) => void delete provider.aws[0]?.default_tags),
      'another environment': changeProvider({ default_tags: [{ tags: { environment: 'dev', service: 'carillon' } }] }),
    },
  },
  {
    name: 'every output says what it is for',
    check: ({ json: { output } }) =>
      Object.entries(output).flatMap(([name, { description = '' }]) =>
        when(description.length < 10, `output.${name}: description is '${description}'`),
      ),
    brokenBy: {
      'no description': change(({ output }) => void delete output.topic_arn?.description),
      'an empty one': change(({ output }) => void Object.assign(output.region ?? {}, { description: '' })),
    },
  },
  {
    name: 'properties are written for every type of resource',
    check: (plan) =>
      plan
        .resources()
        .flatMap(({ address }) => when(!((address.split('.')[0] ?? '') in NAME_RULES), `${address}: is new`)),
    brokenBy: { 'a bucket': add('aws_s3_bucket', 'archive_bucket', { bucket: 'carillon-prod-archive' }) },
  },
];
