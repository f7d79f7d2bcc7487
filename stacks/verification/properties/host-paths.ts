/** Includes `/` and `}`: text after them continues a URL, an ARN or a reference. */
const BEFORE = String.raw`(?<![\p{L}\p{N}_./~+@%*}\\-]|^(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) )`;
/** The path of a file URL begins after a slash. */
const FILE_URL = '(?<=file://)';
const AFTER = String.raw`(?![\p{L}\p{N}_.~+@%-])`;
/** Excludes names of log groups, which look like paths. */
const LOG_GROUP = /\/aws\/\w+\/carillon-[\w-]+/g;

/**
 * Host paths that leaked into a plan, alone or as a prefix. Must not match by chance, since a clone may be in any folder:
 * `/carillon` or `/aws` in the log group `/aws/lambda/carillon-prod-email`, or `/unsubscribe` in a route, is no leak.
 */
export function hostPathsIn(json: unknown, paths: readonly string[]): string[] {
  const texts = textsOf(json).map((text) => text.replace(LOG_GROUP, ''));
  const folders = paths.map((path) => path.replace(/\/+$/, '')).filter((path) => path !== '');
  return folders.filter((folder) => {
    const path = wholePath(folder);
    return texts.some((text) => path.test(text));
  });
}

/** Policies are JSON within a string, where backslashes are doubled. */
function wholePath(path: string): RegExp {
  const forms = [path, JSON.stringify(path).slice(1, -1)].map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`(?:${BEFORE}|${FILE_URL})(?:${forms.join('|')})${AFTER}`, 'u');
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}
