import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeFile } from '../../support/files/write-file';
import { findProviderMirror, MIRROR_ROOTS, type ProviderMirror } from './provider-mirror';

export interface InstallationOptions {
  /** Environment of the Terraform commands; tells whether the user has a CLI configuration. */
  readonly environment: NodeJS.ProcessEnv;
  /** Holds the stack's `*.tf.json`. */
  readonly directory: string;
  /** Receives the plugin cache (about 800 MB) or the CLI configuration. */
  readonly cacheDirectory: string;
  /** Where to look for a mirror. @default the places where hosts keep software */
  readonly mirrorRoots?: readonly string[];
  /** Where the user's CLI configuration would be. @default the user's home */
  readonly homeDirectory?: string;
}

interface Stack {
  readonly terraform?: { readonly required_providers?: { readonly aws?: { readonly version?: string } } };
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#locations, and OpenTofu's. */
const USER_CONFIGURATIONS = ['.terraformrc', '.tofurc', 'AppData/Roaming/terraform.rc', 'AppData/Roaming/tofu.rc'];

function hasConfiguration({ environment, homeDirectory = homedir() }: InstallationOptions): boolean {
  const isThere = (name: string) => existsSync(join(homeDirectory, name));
  return environment.TF_CLI_CONFIG_FILE !== undefined || USER_CONFIGURATIONS.some(isThere);
}

/** The exact version of the AWS provider that the stack requires; undefined for a range. */
function providerVersion(directory: string): string | undefined {
  const files = readdirSync(directory).filter((name) => name.endsWith('.tf.json'));
  const stacks = files.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Stack);
  const versions = stacks.map(({ terraform }) => terraform?.required_providers?.aws?.version);
  return versions
    .map((version) => /^=?\s*(\d+\.\d+\.\d+)$/.exec(version ?? '')?.[1])
    .find((version) => version !== undefined);
}

function hclString(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** Takes from the mirror only what it holds; everything else still comes from its registry. */
export function mirrorConfiguration({ path, provider }: ProviderMirror): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${hclString(path)}
    include = [${hclString(provider)}]
  }
  direct {
    exclude = [${hclString(provider)}]
  }
}
`;
}

function writeConfiguration(cacheDirectory: string, mirror: ProviderMirror): string {
  const file = join(cacheDirectory, 'terraform.tfrc');
  writeFile(file, mirrorConfiguration(mirror));
  return file;
}

/**
 * Variables that tell `terraform init` where to get providers. Leaves a user's own CLI configuration alone; else uses a
 * mirror on this host that holds the required version; else shares downloads in a plugin cache. The lock file then has
 * checksums of this platform only, which is enough for a stack that is synthesized here.
 */
export function providerInstallation(options: InstallationOptions): Record<string, string> {
  const { environment, directory, cacheDirectory, mirrorRoots = MIRROR_ROOTS } = options;
  if (hasConfiguration(options)) return {};
  mkdirSync(cacheDirectory, { recursive: true });
  const version = providerVersion(directory);
  const mirror = findProviderMirror({ roots: mirrorRoots, ...(version === undefined ? {} : { version }) });
  if (mirror) return { TF_CLI_CONFIG_FILE: writeConfiguration(cacheDirectory, mirror) };
  const cache = environment.TF_PLUGIN_CACHE_DIR ?? join(cacheDirectory, 'plugin-cache');
  mkdirSync(cache, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: cache, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true' };
}
