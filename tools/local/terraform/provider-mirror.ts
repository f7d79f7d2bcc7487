import { type Dirent, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface ProviderMirror {
  /** The directory to name in `filesystem_mirror`. */
  readonly path: string;
  /** The provider that it holds, such as `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
}

export interface MirrorSearch {
  readonly roots: readonly string[];
  /** The required version. @default any */
  readonly version?: string;
  /** @default 1,000 */
  readonly timeoutMilliseconds?: number;
}

/** Where hosts keep software. Terraform itself searches its own places, such as ~/.terraform.d/plugins. */
export const MIRROR_ROOTS = ['/opt', '/srv', '/usr/share', '/usr/local', '/var/lib', homedir()];

const PROVIDERS = ['registry.terraform.io/hashicorp/aws', 'registry.opentofu.org/hashicorp/aws'];
const PLUGIN = 'terraform-provider-aws';
/** A plugin in the unpacked layout lies six levels below its mirror: none deeper than eight levels is found. */
const MAX_DEPTH = 2;
/** Large folders, and those for which macOS asks its user for permission. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  'Desktop',
  'Documents',
  'Downloads',
  'Library',
  'Movies',
  'Music',
  'Pictures',
]);
const ARCHITECTURES = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['ia32', '386'],
]);

function platform(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}_${ARCHITECTURES.get(process.arch) ?? process.arch}`;
}

/** Treats an unreadable directory as empty. */
function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isUnpacked(directory: string, version: string): boolean {
  return entries(join(directory, version, platform())).some(({ name }) => name.startsWith(PLUGIN));
}

/** Both layouts of https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror */
function holdsPlugin(directory: string, version: string | undefined): boolean {
  return entries(directory).some((entry) => {
    if (entry.isDirectory())
      return (version === undefined || entry.name === version) && isUnpacked(directory, entry.name);
    const archive = version === undefined ? new RegExp(`^${PLUGIN}_.*_${platform()}\\.zip$`) : undefined;
    return archive?.test(entry.name) ?? entry.name === `${PLUGIN}_${version}_${platform()}.zip`;
  });
}

function mirrorAt(
  directory: string,
  names: readonly string[],
  version: string | undefined,
): ProviderMirror | undefined {
  const provider = PROVIDERS.filter((name) => names.includes(name.split('/')[0] ?? '')).find((name) =>
    holdsPlugin(join(directory, name), version),
  );
  return provider === undefined ? undefined : { path: directory, provider };
}

/** The directories to look at next; symbolic links are not followed. */
function below(directory: string, found: readonly Dirent[]): string[] {
  const directories = found.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name));
  return directories.map(({ name }) => join(directory, name));
}

/**
 * Looks for a filesystem mirror that holds the AWS provider for this platform: breadth-first, so that a large home
 * directory does not delay a near mirror, and for at most a second.
 */
export function findProviderMirror(search: MirrorSearch): ProviderMirror | undefined {
  const end = Date.now() + (search.timeoutMilliseconds ?? 1_000);
  const queue = search.roots.map((directory) => ({ directory, depth: 0 }));
  for (let next = queue.shift(); next !== undefined && Date.now() <= end; next = queue.shift()) {
    const { directory, depth } = next;
    const found = entries(directory);
    const mirror = mirrorAt(
      directory,
      found.map(({ name }) => name),
      search.version,
    );
    if (mirror) return mirror;
    if (depth < MAX_DEPTH)
      queue.push(...below(directory, found).map((child) => ({ directory: child, depth: depth + 1 })));
  }
  return undefined;
}
