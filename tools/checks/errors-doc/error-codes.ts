import ts from 'typescript';
import type { Sources } from '../../support/files/read-sources';
import { nodesOf, readProject, type SourceProject } from './source-project';
import { textValues } from './text-values';

/** Lower-case words with underscores, separated by dots; `<name>` stands for a word known only at run time. */
export const ERROR_CODE = /^[a-z]+(_[a-z0-9]+)*(\.([a-z][a-z0-9]*(_[a-z0-9]+)*|<\w*>))+$/;

/**
 * Every error and fault code that these sources can produce, sorted, misspelt ones included.
 *
 * Static analysis: traces values of `code` properties and first arguments of `new CodedError(…)` through constants and
 * parameters to literals; adds every literal that has the form of a code and the first word of one.
 */
export function errorCodes(sources: Sources): string[] {
  const project = readProject(sources);
  const nodes = project.files.flatMap(nodesOf);
  const stated = nodes.flatMap((node) => statedCode(node) ?? []).flatMap((code) => textValues(code, project));
  const codes = [...stated.filter((code) => code.includes('.')), ...nodes.flatMap(printedCode)];
  const families = new Set(codes.map(familyOf));
  const others = nodes.flatMap((node) => codeLikes(node, project)).filter((text) => families.has(familyOf(text)));
  return [...new Set([...codes, ...others])].sort();
}

const familyOf = (code: string): string => code.slice(0, code.indexOf('.'));

function statedCode(node: ts.Node): ts.Expression | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'CodedError') return node.arguments?.[0];
  if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'code') return node.name;
  return ts.isPropertyAssignment(node) && node.name.getText() === 'code' ? node.initializer : undefined;
}

/** Codes in messages of files that cannot import `CodedError`: `error cli.not_installed: …`. */
function printedCode(node: ts.Node): string[] {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node)) return [];
  return /^error ([a-z]\S+): /.exec(node.text)?.slice(1, 2) ?? [];
}

const codeLikes = (node: ts.Node, project: SourceProject): string[] =>
  !isEventType(node) &&
  (ts.isStringLiteralLike(node) || (ts.isTemplateExpression(node) && /^[a-z_]+\./.test(node.head.text)))
    ? textValues(node, project).filter((text) => ERROR_CODE.test(text))
    : [];

/** Excludes event types, which have the form of codes: `{ type: 'delivery.failed' }`, and such type literals. */
const isEventType = ({ parent }: ts.Node): boolean =>
  ts.isLiteralTypeNode(parent) || (ts.isPropertyAssignment(parent) && parent.name.getText() === 'type');
