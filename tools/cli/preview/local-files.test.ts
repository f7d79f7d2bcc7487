import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeAttachmentStoreContract } from '../../../shared/testing/attachment-store-contract';
import { localFiles } from './local-files';

const folder = mkdtempSync(join(tmpdir(), 'carillon-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeAttachmentStoreContract('a folder', () => ({
  store: localFiles(folder),
  put: async (key, content) => {
    mkdirSync(join(folder, dirname(key)), { recursive: true });
    writeFileSync(join(folder, key), content);
  },
}));

it('treats a folder, and a path below a file, as a missing file', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect([await localFiles(folder).size('.'), await localFiles(folder).size('file/below')]).toEqual([
    undefined,
    undefined,
  ]);
});

it('reports why a file cannot be read, not that it is missing', async () => {
  symlinkSync('loop', join(folder, 'loop'));
  const message = expect.stringContaining(`file '${join(folder, 'loop')}' cannot be read: ELOOP`);
  await expect(localFiles(folder).size('loop')).rejects.toMatchObject({ code: 'cli.file_unreadable', message });
  await expect(localFiles(folder).read('loop', 1)).rejects.toMatchObject({ code: 'cli.file_unreadable', message });
});
