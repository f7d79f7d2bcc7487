/** Of `package-lock.json`, lockfileVersion 3, by the path of the package; the empty one is the project. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface LockEntry {
  readonly integrity?: string;
  readonly resolved?: string;
  /** Comes in the tarball of a package above it. */
  readonly inBundle?: boolean;
}

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
