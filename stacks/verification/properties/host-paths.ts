/** `/` and `}` too: what follows them goes on with a URL, an ARN or a reference. */
const BEFORE = String.raw`(?<![\p{L}\p{N}_./~+@%*}\\-]|^(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) )`;
/** The path of a file URL begins after a slash. */
const FILE_URL = '(?<=file://)';
const AFTER = String.raw`(?![\p{L}\p{N}_.~+@%-])`;
/** Log groups are named like paths. */
const LOG_GROUP = /\/aws\/\w+\/carillon-[\w-]+/g;

/**
 * Those of the host's paths that a plan holds, alone or with a path below. A clone's folder may have any name: neither
 * `/carillon` nor `/aws` is in the name of the log group `/aws/lambda/carillon-prod-email`, nor `/unsubscribe` in a route.
 */
export function hostPathsIn(json: unknown, paths: readonly string[]): string[] {
  const texts = textsOf(json).map((text) => text.replace(LOG_GROUP, ''));
  const folders = paths.map((path) => path.replace(/\/+$/, '')).filter((path) => path !== '');
  return folders.filter((folder) => {
    const path = wholePath(folder);
    return texts.some((text) => path.test(text));
  });
}

/** In policies, which are JSON within a string, backslashes are doubled. */
function wholePath(path: string): RegExp {
  const forms = [path, JSON.stringify(path).slice(1, -1)].map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`(?:${BEFORE}|${FILE_URL})(?:${forms.join('|')})${AFTER}`, 'u');
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}
