import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mirrorConfiguration, providerInstallation } from './provider-installation';

const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const PROVIDER = 'registry.terraform.io/hashicorp/aws';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'installation-'));
  mkdirSync(join(root, 'stack'));
  putMirror('5.100.0');
});
afterEach(() => rmSync(root, { recursive: true }));

function putMirror(version: string): void {
  const directory = join(root, 'mirror', PROVIDER, version, PLATFORM);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `terraform-provider-aws_v${version}_x5`), '');
}

function install(version: string, environment: NodeJS.ProcessEnv = {}) {
  const stack = { terraform: { required_providers: { aws: { source: 'aws', version } } } };
  writeFileSync(join(root, 'stack', 'cdk.tf.json'), JSON.stringify(stack));
  const cacheDirectory = join(root, 'cache');
  const options = { environment, directory: join(root, 'stack'), cacheDirectory, mirrorRoots: [root] };
  return providerInstallation({ ...options, homeDirectory: join(root, 'home') });
}

test('a mirror with the version of the stack is used, only for the AWS provider', () => {
  expect(install('5.100.0')).toEqual({ TF_CLI_CONFIG_FILE: join(root, 'cache', 'terraform.tfrc') });
  const written = readFileSync(join(root, 'cache', 'terraform.tfrc'), 'utf8');
  expect(written).toBe(mirrorConfiguration({ path: join(root, 'mirror'), provider: PROVIDER }));
});

test('a mirror with another version is not used: downloads are cached', () => {
  const cache = join(root, 'cache', 'plugin-cache');
  expect(install('6.0.0')).toEqual({
    TF_PLUGIN_CACHE_DIR: cache,
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
  });
});

test('a version range accepts a mirror with any version', () => {
  expect(install('~> 5.0')).toHaveProperty('TF_CLI_CONFIG_FILE');
});

test("the user's plugin cache is used if there is one", () => {
  const cache = join(root, 'mine');
  expect(install('6.0.0', { TF_PLUGIN_CACHE_DIR: cache })).toMatchObject({ TF_PLUGIN_CACHE_DIR: cache });
});

test("the user's CLI configuration is left alone", () => {
  expect(install('5.100.0', { TF_CLI_CONFIG_FILE: 'mine.tfrc' })).toEqual({});
  mkdirSync(join(root, 'home'));
  writeFileSync(join(root, 'home', '.terraformrc'), '');
  expect(install('5.100.0')).toEqual({});
});

test('a path is escaped for HCL', () => {
  const text = mirrorConfiguration({ path: '/a "b" $\u007bc} %{d}', provider: 'r/h/aws' });
  expect(text.split('\n')).toEqual([
    'provider_installation {',
    '  filesystem_mirror {',
    '    path    = "/a \\"b\\" $$\u007bc} %%{d}"',
    '    include = ["r/h/aws"]',
    '  }',
    '  direct {',
    '    exclude = ["r/h/aws"]',
    '  }',
    '}',
    '',
  ]);
});
