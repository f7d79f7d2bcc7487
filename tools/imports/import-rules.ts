import { chainsFrom, type ImportGraph } from './import-graph';

interface Rule {
  readonly rule: string;
  readonly from: RegExp;
  /** Of what such a file reaches, directly or not: what it must not. */
  readonly forbids: (target: string, from: string) => boolean;
}

const LAMBDA_ENTRY = /^handlers\/[^/]+\/index\.ts$/;
const MANIFEST = /^handlers\/[^/]+\/(?:channel|function)\.ts$/;
const TEST = /\.test\.ts$|\.test-helper\.ts$|\/testing\//;
const INFRASTRUCTURE = /^(?:cdktf|cdktn|constructs|@cdktf|@cdktn|@aws-sdk|@smithy)(?:\/|$)/;
/** The folder of a channel, or of a function that serves none. */
const folderOf = (path: string): string | undefined => /^handlers\/([^/]+)\//.exec(path)?.[1];

const RULES: readonly Rule[] = [
  {
    rule: 'shared/domain imports nothing outside itself but node:crypto',
    from: /^shared\/domain\//,
    forbids: (target) => !target.startsWith('shared/domain/') && target !== 'node:crypto',
  },
  {
    rule: 'stacks and main.ts import no Lambda entry',
    from: /^(?:stacks\/|main\.ts$)/,
    forbids: (target) => LAMBDA_ENTRY.test(target),
  },
  {
    rule: 'no handler imports another',
    from: /^handlers\/[^/]+\//,
    forbids: (target, from) => folderOf(target) !== undefined && folderOf(target) !== folderOf(from),
  },
  {
    rule: 'a manifest imports neither CDKTF nor an AWS SDK',
    from: MANIFEST,
    forbids: (target) => INFRASTRUCTURE.test(target),
  },
  {
    rule: 'nothing in a bundle imports tools/ or stacks/',
    from: LAMBDA_ENTRY,
    forbids: (target) => /^(?:tools|stacks)\//.test(target),
  },
];

/** Every violation, with the chain of imports that leads to it. Empty when the house is in order. */
export function importViolations(graph: ImportGraph): string[] {
  const files = [...graph.keys()].filter((path) => !TEST.test(path));
  const broken = RULES.flatMap((rule) =>
    files.filter((path) => rule.from.test(path)).flatMap((path) => ruleViolations(rule, path, graph)),
  );
  return [...broken, ...unresolved(graph), ...unregistered(graph)];
}

const ruleViolations = ({ rule, forbids }: Rule, path: string, graph: ImportGraph): string[] =>
  [...chainsFrom(graph, path)].flatMap(([target, chain]) =>
    forbids(target, path) ? [`${rule}: ${chain.join(' → ')}`] : [],
  );

/** An import that leads nowhere would hide what is behind it. Data files are read, not followed. */
const unresolved = (graph: ImportGraph): string[] =>
  [...graph].flatMap(([path, imports]) =>
    imports
      .filter((target) => isPath(target) && !graph.has(target) && !target.endsWith('.json'))
      .map((target) => `an import leads to no file: ${path} → ${target}`),
  );

const isPath = (target: string): boolean => /^(?:\.\.?\/|(?:shared|handlers|stacks|tools|integration)\/)/.test(target);

/** A folder is a channel or a function, and never both: it has one entry, one role and one queue to drain. */
function unregistered(graph: ImportGraph): string[] {
  const folders = new Set([...graph.keys()].flatMap((path) => folderOf(path) ?? []));
  folders.delete('_template');
  const registered = graph.get('handlers/index.ts') ?? [];
  return [...folders].flatMap((folder) => {
    const manifests = ['channel', 'function'].map((kind) => `handlers/${folder}/${kind}.ts`);
    const known = manifests.filter((path) => registered.includes(path));
    if (known.length > 1) return [`a folder is a channel or a function: ${known.join(' and ')}`];
    const missing = manifests.find((path) => graph.has(path)) ?? manifests.join(' or ');
    return known.length === 1 ? [] : [`handlers/index.ts lists every channel and function: ${missing} is missing`];
  });
}
