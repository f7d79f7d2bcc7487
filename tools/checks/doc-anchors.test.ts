import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

type Texts = Readonly<Record<string, string>>;

const withoutCode = (markdown: string): string => markdown.replace(/^ *```.*?^ *```/gms, '');

/** Anchors that GitHub makes of a page's headings: lower case, no punctuation, `-` for a space; a repeated one gets a number. */
function anchorsOf(markdown: string): Set<string> {
  const names = [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  const numbered = (name: string, index: number) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name}-${before}`;
  };
  return new Set(names.map(numbered));
}

/** Links to a heading that its page does not have. Links to other sites and to missing pages are left to other checks. */
function brokenAnchors(pages: Texts): string[] {
  return Object.entries(pages).flatMap(([page, markdown]) =>
    [...withoutCode(markdown).matchAll(/\]\((?!\w+:)([^)#\s]*)#([^)\s]+)\)/g)].flatMap(
      ([link, path = '', anchor = '']) => {
        const target = pages[path === '' ? page : join(page, '..', path)];
        return target === undefined || anchorsOf(target).has(anchor) ? [] : [`${page}: ${link.slice(1)}`];
      },
    ),
  );
}

it('finds a link to a heading that is not there, on the same page and on another one', () => {
  const pages = {
    'a.md':
      '# A → b, `c`\n## Twice\n## Twice\n[x](#a--b-c) [x](#twice-1) [x](#none) [x](docs/b.md#b) [x](docs/b.md#none)\n',
    'docs/b.md': '# B\n```md\n# none\n```\n[x](../a.md#twice) [x](../a.md#none)\n',
  };
  expect(brokenAnchors(pages)).toEqual(['a.md: (#none)', 'a.md: (docs/b.md#none)', 'docs/b.md: (../a.md#none)']);
});

it('every link to a heading leads to one', () => {
  const files = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const pages = files.filter((path) => existsSync(join(ROOT, path)));
  expect(
    brokenAnchors(Object.fromEntries(pages.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))),
  ).toEqual([]);
});
