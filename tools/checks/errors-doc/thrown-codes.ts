import { posix } from 'node:path';
import ts from 'typescript';
import type { Sources } from '../../support/files/read-sources';
import { nodesOf, readProject } from './source-project';
import { textValues } from './text-values';

/**
 * Codes of all `CodedError`s that code which this file imports, directly or not, can make; by the files that make them.
 * Static analysis: a code that only a run can tell is `<name>`.
 */
export function thrownCodes(sources: Sources, entry: string): ReadonlyMap<string, readonly string[]> {
  const reached = reachable(sources, entry);
  const project = readProject(new Map([...sources].filter(([path]) => reached.has(path))));
  const byCode = new Map<string, string[]>();
  for (const file of project.files) {
    for (const code of nodesOf(file)
      .flatMap(madeCode)
      .flatMap((code) => textValues(code, project))) {
      byCode.set(code, [...(byCode.get(code) ?? []), file.fileName]);
    }
  }
  return byCode;
}

/** The first argument, or, of a subclass that takes an object, its member `code`. */
function madeCode(node: ts.Node): readonly ts.Expression[] {
  if (!ts.isNewExpression(node)) return [];
  const [first] = node.arguments ?? [];
  if (first !== undefined && ts.isObjectLiteralExpression(first)) return first.properties.flatMap(codeMember);
  return first !== undefined && node.expression.getText() === 'CodedError' ? [first] : [];
}

const codeMember = (member: ts.ObjectLiteralElementLike): readonly ts.Expression[] =>
  ts.isPropertyAssignment(member) && member.name.getText() === 'code' ? [member.initializer] : [];

/** Imports, what is exported from another file, and lazy files that are required. Imports of types alone are no way to code. */
const IMPORT = /(?:^(?:import|export) (?!type )(?:[^;'=]*? from )?|\brequire\()'(\.[^']+)'/gm;

function reachable(sources: Sources, entry: string): ReadonlySet<string> {
  const reached = new Set([entry]);
  for (const path of reached) {
    for (const [, name = ''] of (sources.get(path) ?? '').matchAll(IMPORT)) {
      const target = posix.join(posix.dirname(path), name);
      const file = [`${target}.ts`, posix.join(target, 'index.ts')].find((candidate) => sources.has(candidate));
      if (file !== undefined) reached.add(file);
    }
  }
  return reached;
}
