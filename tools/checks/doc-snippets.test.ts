import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const SNIPPETS = join('docs', 'snippets');
/** Folders of dependencies and of generated files. */
const SKIPPED = ['node_modules', 'dist', 'cdktf.out', 'coverage'];

type Texts = Readonly<Record<string, string>>;

/** TypeScript code blocks of a Markdown text. */
const shownIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);

/** Code blocks that are not compiled, and compiled snippets that no document shows. */
function differences(pages: Texts, snippets: Texts): string[] {
  const shown = Object.entries(pages).flatMap(([page, text]) => shownIn(text).map((code) => ({ page, code })));
  const compiled = Object.values(snippets);
  return [
    ...shown
      .filter(({ code }) => !compiled.includes(code))
      .map(({ page, code }) => `${page} shows what no snippet has:\n${code}`),
    ...Object.entries(snippets).flatMap(([name, text]) =>
      shown.some(({ code }) => code === text) ? [] : [`${name} is shown on no page`],
    ),
  ];
}

function markdownFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return entry.name.endsWith('.md') ? [path] : [];
    return entry.name.startsWith('.') || SKIPPED.includes(entry.name) ? [] : markdownFiles(path);
  });
}

const textsOf = (paths: readonly string[]): Texts =>
  Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));

describe('TypeScript in the documentation', () => {
  it('is compared in both directions', () => {
    const pages = { 'a.md': 'x\n```ts\nconst a = 1;\n```\ny\n```sh\nls\n```\n```ts\nconst b = 2;\n```\n' };
    expect(differences(pages, { 'a.ts': 'const a = 1;\n', 'c.ts': 'const c = 3;\n' })).toEqual([
      'a.md shows what no snippet has:\nconst b = 2;\n',
      'c.ts is shown on no page',
    ]);
  });

  it('equals docs/snippets, which the compiler checks', () => {
    const snippets = readdirSync(join(ROOT, SNIPPETS)).map((name) => join(SNIPPETS, name));
    expect(snippets).not.toEqual([]);
    expect(differences(textsOf(markdownFiles()), textsOf(snippets))).toEqual([]);
  });
});

/** Links to missing files, or to another decision record than the number in their text. */
function wrongLinks(pages: Texts): string[] {
  return Object.entries(pages).flatMap(([page, markdown]) => {
    const prose = markdown.replace(/^ *```.*?^ *```/gms, '');
    return [...prose.matchAll(/\[([^\]]*)\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)].flatMap(([link, text = '', path = '']) => {
      const number = /^(?:ADR )?(\d{4})$/.exec(text)?.[1] ?? '';
      const isRight = existsSync(join(ROOT, dirname(page), path)) && path.includes(number);
      return isRight ? [] : [`${page}: ${link}`];
    });
  });
}

describe('links in the documentation', () => {
  it('are wrong if the file is missing, or is another decision than the text says', () => {
    const right =
      '[0013](0013-numbered-data-keys.md#context) [ADR 0008](0008-audit-chain.md) [AWS](https://aws.amazon.com)';
    const wrong = ['[0012](0013-numbered-data-keys.md)', '[ADR 0008](0009-anchors-and-archive.md)', '[x](none.md)'];
    const page = join('docs', 'adr', 'a.md');
    const pages = { [page]: [right, ...wrong, '```md\n[x](none.md)\n```'].join('\n') };
    expect(wrongLinks(pages)).toEqual(wrong.map((link) => `${page}: ${link}`));
  });

  it('lead to existing files and to the decisions in their text', () => {
    expect(wrongLinks(textsOf(markdownFiles()))).toEqual([]);
  });
});
