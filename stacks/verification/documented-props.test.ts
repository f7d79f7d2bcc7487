import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const STACKS = join(__dirname, '..');
const FOLDERS = ['capabilities', 'constructs', 'rules', 'triggers'];

/** `<interface>.<member>: <what is missing>` for interfaces named `…Props` or `…Options`, nested members included. */
function undocumented(text: string): string[] {
  const { statements } = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  return statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => /(Props|Options)$/.test(name.text))
    .flatMap((declaration) => membersOf(declaration).flatMap((member) => faultsOf(declaration.name.text, member)));
}

const membersOf = ({ members }: ts.InterfaceDeclaration | ts.TypeLiteralNode): ts.PropertySignature[] =>
  members
    .filter(ts.isPropertySignature)
    .flatMap((member) => [member, ...(member.type && ts.isTypeLiteralNode(member.type) ? membersOf(member.type) : [])]);

function faultsOf(owner: string, member: ts.PropertySignature): string[] {
  const docs = ts.getJSDocCommentsAndTags(member);
  const hasDefault = ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'default');
  return [
    ...(docs.some(({ comment = '' }) => comment.length > 0) ? [] : ['has no docstring']),
    ...(member.questionToken && !hasDefault ? ['may be left out and has no @default'] : []),
  ].map((fault) => `${owner}.${member.name.getText()}: ${fault}`);
}

const sources = (): string[] => [
  'notification-stack.ts',
  ...FOLDERS.flatMap((folder) => readdirSync(join(STACKS, folder)).map((file) => join(folder, file))),
];

test('finds members without a docstring, nested ones too, and optional ones without their default', () => {
  const text = `
    export interface QueueProps {
      /** Of the queue. */ readonly name: string;
      readonly seconds: number;
      /** Of messages. */ readonly limit?: { readonly bytes: number };
      /** @default 1 */ readonly count?: number;
    }
    interface Other { readonly name: string }`;
  expect(undocumented(text)).toEqual([
    'QueueProps.seconds: has no docstring',
    'QueueProps.limit: may be left out and has no @default',
    'QueueProps.bytes: has no docstring',
    'QueueProps.count: has no docstring',
  ]);
});

test.each(sources())('the props of %s are documented, all of them', (file) => {
  expect(undocumented(readFileSync(join(STACKS, file), 'utf8'))).toEqual([]);
});
