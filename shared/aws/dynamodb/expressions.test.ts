import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSourceFile,
  forEachChild,
  isStringLiteralLike,
  isTemplateExpression,
  type Node,
  ScriptTarget,
} from 'typescript';

/** The text of string and template literals, with `…` for substitutions. */
function literals(source: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isStringLiteralLike(node)) found.push(node.text);
    if (isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    forEachChild(node, visit);
  };
  visit(createSourceFile('source.ts', source, ScriptTarget.Latest));
  return found;
}

const breaksBehindBracket = (text: string): boolean => /\(\s*\n/.test(text);

test('the check finds an expression that breaks its line behind a bracket', () => {
  const source = `const a = \`x OR (\n  y = \${z})\`; const b = \`f(x)\n AND (y)\`; const c = '(';`;
  expect(literals(source).filter(breaksBehindBracket)).toEqual(['x OR (\n  y = …)']);
});

test('no expression breaks its line behind a bracket: moto, and emulators made from it, cannot parse that', () => {
  const files = readdirSync(__dirname).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const broken = files.filter((name) =>
    literals(readFileSync(join(__dirname, name), 'utf8')).some(breaksBehindBracket),
  );
  expect(files).toContain('delivery-commands.ts');
  expect(broken).toEqual([]);
});
