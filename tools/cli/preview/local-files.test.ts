import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

it('takes a folder for no file, and what is below a file for none', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect([await localFiles(folder).size('.'), await localFiles(folder).size('file/below')]).toEqual([
    undefined,
    undefined,
  ]);
});
