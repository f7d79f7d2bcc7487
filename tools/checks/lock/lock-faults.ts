/** Of `package-lock.json`, lockfileVersion 3, by the path of the package; the empty one is the project. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface LockEntry {
  readonly integrity?: string;
  readonly resolved?: string;
  /** Comes in the tarball of a package above it. */
  readonly inBundle?: boolean;
  /** It wants to run a script when it is installed. */
  readonly hasInstallScript?: boolean;
}

/** Of `package.json`, by the name of a package: whether its install scripts may run. See `npm help install-scripts`. */
export type AllowScripts = Readonly<Record<string, boolean>>;

const SHA_512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * Every tarball must be the one that was locked, whichever registry it comes from: npm does not check an entry without
 * `integrity`, and an address in `resolved` is that of one registry. See `omit-lockfile-registry-resolved` in `.npmrc`.
 */
export const lockFaults = ({ packages }: LockFile): string[] =>
  Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, entry]) => [
      ...(isCovered(path, packages) ? [] : [`${path} has no sha512 integrity`]),
      ...(entry.resolved === undefined ? [] : [`${path} has the address ${entry.resolved}`]),
    ]);

/** What is bundled is part of the tarball of the nearest package above that is not. */
function isCovered(path: string, packages: LockFile['packages']): boolean {
  const entry = packages[path];
  if (!entry?.inBundle) return SHA_512.test(entry?.integrity ?? '');
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')));
  return parent !== '' && isCovered(parent, packages);
}

/**
 * No package runs code while it is installed: what these would compile is optional, and binaries come as packages of their
 * own. Each is denied by name, for npm warns of those that nobody has judged; a denial of what is no longer there is a fault
 * too.
 */
export function scriptFaults({ packages }: LockFile, allowed: AllowScripts): string[] {
  const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript);
  const names = new Set(scripted.map(([path]) => path.slice(path.lastIndexOf(MODULES) + MODULES.length)));
  return [
    ...[...names].filter((name) => allowed[name] !== false).map((name) => `${name} is not denied its install script`),
    ...Object.keys(allowed)
      .filter((name) => !names.has(name))
      .map((name) => `${name} has no install script`),
  ];
}

const MODULES = 'node_modules/';
