/** Entries of `package-lock.json` (lockfileVersion 3) by package path; the empty path is the project. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface LockEntry {
  readonly integrity?: string;
  readonly resolved?: string;
  /** Bundled in the tarball of a package above it. */
  readonly inBundle?: boolean;
  /** Has an install script. */
  readonly hasInstallScript?: boolean;
}

/** `allowScripts` of `package.json`: whether a package's install scripts may run. See `npm help install-scripts`. */
export type AllowScripts = Readonly<Record<string, boolean>>;

const SHA_512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * Requires `integrity` and forbids `resolved`: npm does not verify an entry without `integrity`, and `resolved` binds a
 * tarball to one registry. See `omit-lockfile-registry-resolved` in `.npmrc`.
 */
export const lockFaults = ({ packages }: LockFile): string[] =>
  Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, entry]) => [
      ...(isCovered(path, packages) ? [] : [`${path} has no sha512 integrity`]),
      ...(entry.resolved === undefined ? [] : [`${path} has the address ${entry.resolved}`]),
    ]);

/** A bundled package is covered by the integrity of the nearest package above that is not bundled. */
function isCovered(path: string, packages: LockFile['packages']): boolean {
  const entry = packages[path];
  if (!entry?.inBundle) return SHA_512.test(entry?.integrity ?? '');
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')));
  return parent !== '' && isCovered(parent, packages);
}

/**
 * Denies all install scripts (supply chain): what they compile is optional, and binaries are packages of their own. Requires
 * a denial by name, because npm warns about undecided packages; a denial of an absent package is a fault too.
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
