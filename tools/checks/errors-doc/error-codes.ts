import ts from 'typescript';
import type { Sources } from '../../support/files/read-sources';
import { nodesOf, readProject, type SourceProject } from './source-project';
import { textValues } from './text-values';

/** Lower-case words with underscores, dots between; `<name>` stands for words that only a run can tell. */
export const ERROR_CODE = /^[a-z]+(_[a-z0-9]+)*(\.([a-z][a-z0-9]*(_[a-z0-9]+)*|<\w*>))+$/;

/**
 * Every error and fault code that these sources can produce, in order, misspelt ones too.
 *
 * Found are values of `code` properties and first arguments of `new CodedError(…)`, traced back through constants and
 * parameters to literals; and every text that is spelled like a code and begins as one of those does.
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

/** Where there is no `CodedError` yet: `error cli.not_installed: …`. */
function printedCode(node: ts.Node): string[] {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node)) return [];
  return /^error ([a-z]\S+): /.exec(node.text)?.slice(1, 2) ?? [];
}

const codeLikes = (node: ts.Node, project: SourceProject): string[] =>
  !isEventType(node) &&
  (ts.isStringLiteralLike(node) || (ts.isTemplateExpression(node) && /^[a-z_]+\./.test(node.head.text)))
    ? textValues(node, project).filter((text) => ERROR_CODE.test(text))
    : [];

/** Types of events are spelled like codes: `{ type: 'delivery.failed' }`, and in the type of such an object. */
const isEventType = ({ parent }: ts.Node): boolean =>
  ts.isLiteralTypeNode(parent) || (ts.isPropertyAssignment(parent) && parent.name.getText() === 'type');
