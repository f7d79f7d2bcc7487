import ts from 'typescript';
import type { SourceProject } from './source-project';

/**
 * Possible string values of an expression: literals, templates, both branches of a conditional, constants, and for a
 * parameter the arguments of all calls. A part known only at run time is `<name>`.
 */
export function textValues(expression: ts.Expression, project: SourceProject): string[] {
  const values = (node: ts.Expression) => textValues(node, project);
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression)) return templateValues(expression, values);
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(values);
  if (ts.isSatisfiesExpression(expression) || ts.isAsExpression(expression)) return values(expression.expression);
  const sources = ts.isIdentifier(expression) ? sourcesOf(expression, project) : [];
  return sources.length > 0 ? sources.flatMap(values) : [placeholder(expression)];
}

const placeholder = (expression: ts.Expression): string => `<${/\w*$/.exec(expression.getText())?.[0] ?? ''}>`;

const templateValues = ({ head, templateSpans }: ts.TemplateExpression, values: (node: ts.Expression) => string[]) =>
  templateSpans.reduce<string[]>(
    (texts, { expression, literal }) =>
      texts.flatMap((text) => values(expression).map((value) => text + value + literal.text)),
    [head.text],
  );

/** Expressions that a name may be bound to; empty if unknown. */
function sourcesOf(name: ts.Identifier, project: SourceProject): ts.Expression[] {
  const declaration = project.declarationOf(name);
  if (declaration === undefined) return [];
  if (ts.isParameter(declaration)) return argumentsFor(declaration, project);
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer ? [declaration.initializer] : [];
  return ts.isBindingElement(declaration) ? partsFor(declaration, project) : [];
}

function argumentsFor(parameter: ts.ParameterDeclaration, project: SourceProject): ts.Expression[] {
  const { parent } = parameter;
  const index = parent.parameters.indexOf(parameter);
  const declared = ts.isVariableDeclaration(parent.parent) ? parent.parent : parent;
  return project.callsOf(declared).flatMap((call) => call.arguments[index] ?? parameter.initializer ?? []);
}

/** Destructuring `{ name }` or `[name]`: the matching part of each destructured value. */
function partsFor(element: ts.BindingElement, project: SourceProject): ts.Expression[] {
  const pattern = element.parent;
  const owner = pattern.parent;
  const wholes = ts.isParameter(owner) ? argumentsFor(owner, project) : owner.initializer ? [owner.initializer] : [];
  const part = ts.isArrayBindingPattern(pattern) ? pattern.elements.indexOf(element) : nameOf(element);
  return wholes.flatMap((whole) => partOf(whole, part, project));
}

const nameOf = ({ propertyName, name }: ts.BindingElement): string => (propertyName ?? name).getText();

function partOf(whole: ts.Expression, part: number | string, project: SourceProject): ts.Expression[] {
  const parts = (node: ts.Expression) => partOf(node, part, project);
  if (ts.isSatisfiesExpression(whole) || ts.isAsExpression(whole)) return parts(whole.expression);
  if (ts.isConditionalExpression(whole)) return [whole.whenTrue, whole.whenFalse].flatMap(parts);
  if (ts.isIdentifier(whole)) return sourcesOf(whole, project).flatMap(parts);
  if (ts.isArrayLiteralExpression(whole) && typeof part === 'number') return whole.elements.slice(part, part + 1);
  if (!ts.isObjectLiteralExpression(whole)) return [];
  const named = whole.properties.filter((property) => property.name?.getText() === part);
  return named.filter(ts.isPropertyAssignment).map(({ initializer }) => initializer);
}
