import { posix } from 'node:path';
import ts from 'typescript';
import type { Sources } from '../../support/files/read-sources';

/** The sources of a project, and which names mean the same thing. Types are not looked at. */
export interface SourceProject {
  readonly files: readonly ts.SourceFile[];
  /** What declares this name, over imports too. */
  declarationOf(name: ts.Node): ts.Declaration | undefined;
  /** All calls of a function by the name that it is declared with. */
  callsOf(declaration: ts.NamedDeclaration): readonly ts.CallExpression[];
}

export function readProject(sources: Sources): SourceProject {
  const program = ts.createProgram([...sources.keys()], { allowJs: true, noLib: true, types: [] }, hostOf(sources));
  const files = program.getSourceFiles();
  const checker = program.getTypeChecker();
  const declarationOf = (name: ts.Node) => {
    const symbol = symbolOf(name, checker);
    const isImported = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isImported ? checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
  };
  const calls = files.flatMap(nodesOf).filter(ts.isCallExpression);
  const callsOf = (declaration: ts.NamedDeclaration) =>
    calls
      .filter(({ expression }) => expression.getText() === declaration.name?.getText())
      .filter(({ expression }) => declarationOf(expression) === declaration);
  return { files, declarationOf, callsOf };
}

/** Every node below this one. */
export const nodesOf = (node: ts.Node): ts.Node[] => {
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child, ...nodesOf(child)));
  return children;
};

/** The name in `{ code }` is a property and a variable; the variable is meant. */
const symbolOf = (name: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined =>
  ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);

/** Finds the project's own files and no packages, which costs a tenth of the time. */
function hostOf(sources: Sources): ts.CompilerHost {
  const resolved = (name: string, from: string): ts.ResolvedModuleWithFailedLookupLocations => {
    const path = posix.join(posix.dirname(from), name);
    const file = [`${path}.ts`, posix.join(path, 'index.ts')].find((candidate) => sources.has(candidate));
    return { resolvedModule: file && name.startsWith('.') ? { resolvedFileName: file, extension: '.ts' } : undefined };
  };
  return {
    getSourceFile: (path, options) => {
      const text = sources.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, options, true);
    },
    resolveModuleNameLiterals: (names, from) => names.map(({ text }) => resolved(text, from)),
    fileExists: (path) => sources.has(path),
    readFile: (path) => sources.get(path),
    getDefaultLibFileName: () => '',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
}
