import { join } from 'node:path';
import { chainsFrom, importGraph, readSources } from './import-graph';
import { importViolations } from './import-rules';

const SOURCES = ['main.ts', 'stacks', 'handlers', 'shared', 'tools'];

/** A house in order: a channel, a function that serves none, a domain, a stack. */
const ORDERLY: Readonly<Record<string, string>> = {
  'main.ts': "import { App } from 'cdktf'; import './stacks/stack';",
  'stacks/stack.ts': "import { channels } from '../handlers';",
  'handlers/index.ts': "import email from './email/channel'; import sweeper from './sweeper/function';",
  'handlers/_template/channel.ts': "import { defineChannel } from '../../shared/domain/manifest/channel';",
  'handlers/email/channel.ts': "import { defineChannel } from '../../shared/domain/manifest/channel';",
  'handlers/email/index.ts': "import { SESClient } from '@aws-sdk/client-ses'; import manifest from './channel';",
  'handlers/sweeper/function.ts': "import { defineFunction } from '../../shared/domain/manifest/channel';",
  'handlers/sweeper/index.ts': "import { SQSClient } from '@aws-sdk/client-sqs'; import manifest from './function';",
  'handlers/email/index.test.ts': "import { bundle } from '../../tools/bundle';",
  'shared/domain/manifest/channel.ts': "import { createHash } from 'node:crypto';",
  'shared/domain/manifest/channel.test.ts': "import fc from 'fast-check';",
  'tools/bundle.ts': "import { build } from 'esbuild';",
};

const violations = (changed: Readonly<Record<string, string>>): string[] =>
  importViolations(importGraph(new Map(Object.entries({ ...ORDERLY, ...changed }))));

describe('importViolations', () => {
  it('finds none in a house in order', () => {
    expect(violations({})).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'a domain that imports a package',
      { 'shared/domain/id.ts': "import { ulid } from 'ulid';" },
      ['shared/domain imports nothing outside itself but node:crypto: shared/domain/id.ts → ulid'],
    ],
    [
      'a domain that imports a type of a port',
      { 'shared/domain/id.ts': "import type { Clock } from '../ports/clock';", 'shared/ports/clock.ts': '' },
      ['shared/domain imports nothing outside itself but node:crypto: shared/domain/id.ts → shared/ports/clock.ts'],
    ],
    [
      'a domain that reads the environment by another module',
      { 'shared/domain/id.ts': "export * from 'node:process';" },
      ['shared/domain imports nothing outside itself but node:crypto: shared/domain/id.ts → node:process'],
    ],
    [
      'a stack that imports a Lambda entry over a detour',
      {
        'stacks/a.ts': "import '../shared/b';",
        'shared/b.ts': "export const load = () => import('../handlers/email');",
      },
      ['stacks and main.ts import no Lambda entry: stacks/a.ts → shared/b.ts → handlers/email/index.ts'],
    ],
    [
      'a channel that imports another',
      { 'handlers/_template/deliver.ts': "import { render } from '../email/render';", 'handlers/email/render.ts': '' },
      ['no handler imports another: handlers/_template/deliver.ts → handlers/email/render.ts'],
    ],
    [
      'a manifest that imports CDKTF',
      { 'handlers/email/channel.ts': "import { Fn } from 'cdktf';" },
      ['a manifest imports neither CDKTF nor an AWS SDK: handlers/email/channel.ts → cdktf'],
    ],
    [
      'a manifest that reaches an AWS SDK',
      {
        'handlers/email/channel.ts': "import { limit } from './limits';",
        'handlers/email/limits.ts': "const { SESClient } = require('@aws-sdk/client-ses');",
      },
      [
        'a manifest imports neither CDKTF nor an AWS SDK: handlers/email/channel.ts → handlers/email/limits.ts → @aws-sdk/client-ses',
      ],
    ],
    [
      'a bundle that holds tools',
      { 'handlers/email/index.ts': "import '../../shared/a';", 'shared/a.ts': "import '../tools/bundle';" },
      ['nothing in a bundle imports tools/ or stacks/: handlers/email/index.ts → shared/a.ts → tools/bundle.ts'],
    ],
    [
      'an import that leads nowhere',
      { 'tools/bundle.ts': "import '../shared/gone';" },
      ['an import leads to no file: tools/bundle.ts → shared/gone'],
    ],
    [
      'a channel that the registry does not list',
      { 'handlers/sms/channel.ts': '' },
      ['handlers/index.ts lists every channel and function: handlers/sms/channel.ts is missing'],
    ],
    [
      'a function that the registry does not list',
      { 'handlers/tidy/function.ts': '' },
      ['handlers/index.ts lists every channel and function: handlers/tidy/function.ts is missing'],
    ],
    [
      'a folder without a manifest',
      { 'handlers/tidy/index.ts': '' },
      [
        'handlers/index.ts lists every channel and function: handlers/tidy/channel.ts or handlers/tidy/function.ts is missing',
      ],
    ],
    [
      'a folder that is both',
      {
        'handlers/index.ts':
          "import email from './email/channel'; import one from './sweeper/function'; import two from './sweeper/channel';",
        'handlers/sweeper/channel.ts': '',
      },
      ['a folder is a channel or a function: handlers/sweeper/channel.ts and handlers/sweeper/function.ts'],
    ],
    [
      'a manifest of a function that reaches an AWS SDK',
      { 'handlers/sweeper/function.ts': "import '@aws-sdk/client-sqs';" },
      ['a manifest imports neither CDKTF nor an AWS SDK: handlers/sweeper/function.ts → @aws-sdk/client-sqs'],
    ],
    [
      'a function that imports a channel',
      { 'handlers/sweeper/sweep.ts': "import '../email/channel';" },
      ['no handler imports another: handlers/sweeper/sweep.ts → handlers/email/channel.ts'],
    ],
  ])('finds %s', (_what, changed, expected) => {
    expect(violations(changed)).toEqual(expected);
  });
});

describe('the import graph of this project', () => {
  const graph = importGraph(readSources(join(__dirname, '..', '..'), SOURCES));

  it('is read from the real files', () => {
    const entries = [...graph.keys()].filter((path) => /^handlers\/[^/]+\/index\.ts$/.test(path));
    expect(entries).toEqual(
      expect.arrayContaining(['audit', 'email', 'webhook'].map((name) => `handlers/${name}/index.ts`)),
    );
    for (const entry of entries)
      expect([...chainsFrom(graph, entry).keys()]).toContain('shared/runtime/json-logger.ts');
    expect([...chainsFrom(graph, 'main.ts').keys()]).toEqual(
      expect.arrayContaining(['cdktf', 'handlers/email/channel.ts']),
    );
  });

  it('breaks no rule', () => {
    expect(importViolations(graph)).toEqual([]);
  });
});
