import { CodedError } from '../../../shared/domain/kit/errors/coded-error';

/** File system errors that a user can fix. Others, such as ENOENT, are bugs of Carillon. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file has the name of a folder',
  EISDIR: 'a folder has the name of a file',
  EIO: 'the disk cannot be read or written',
};

/** Allow list of file system calls: processes and sockets fail with EACCES too, for other reasons. */
const FILE_CALLS = new Set([
  'open',
  'write',
  'mkdir',
  'mkdtemp',
  'rename',
  'link',
  'rm',
  'rmdir',
  'unlink',
  'lstat',
  'scandir',
  'copyfile',
]);

type FileError = NodeJS.ErrnoException & { readonly dest?: string };

/** A file system error as `local.file_unwritable`; undefined for any other error. */
export function fileFailure(error: unknown): CodedError | undefined {
  const { code: given = '', syscall = '', path, dest } = (error ?? {}) as FileError;
  // Node's own checks before the system call have this prefix, such as that of `rmSync` on a folder.
  const code = given.replace(/^ERR_FS_/, '');
  const reason = REASONS[code];
  if (reason === undefined || !FILE_CALLS.has(syscall)) return undefined;
  const message = `${dest ?? path ?? 'a file'} cannot be written: ${reason} (${code}, ${syscall})`;
  const fix = 'free the disk, or let this user write there; or run a clone in a folder where that is so';
  return new CodedError('local.file_unwritable', message, fix);
}
