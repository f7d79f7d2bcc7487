import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';

const VERSION = '1.12.6';

/** SHA-256 of the release's zip files, from its SHA256SUMS. */
const CHECKSUMS: Readonly<Record<string, string>> = {
  darwin_amd64: '166388e5feed47e107e11721b6366bf91d21e47eccbced75f3cbe0c7184ffd9b',
  darwin_arm64: 'e083ee43790ab9e19ad66d9933e24a7244a1412e1d5728f37999ae2163fdac95',
  linux_amd64: '5dc43da4f750f33873dc25e94587128709e819e544b7be9016b255316153c3a8',
  linux_arm64: 'e573979ba68a17fe7b881752051a694a7efcd970e39521f6a25775197861ed4d',
  windows_amd64: '0d1421721cf9ec24b41b698a9620dda218d47fa7e76ac3dc15cdbc13bd79b0bb',
};

const RELEASES = 'https://github.com/opentofu/opentofu/releases/download';
const TIMEOUT_MILLISECONDS = 300_000;
/** The files have about 35 MB. */
const MAX_BYTES = 100_000_000;

export interface OpenTofuOptions {
  /** Folder of all tools that are fetched for a clone. */
  readonly directory: string;
  readonly report: (line: string) => void;
  /** Base URL of releases. @default those of the project on GitHub */
  readonly releases?: string;
  /** As Go names it, such as `linux_amd64`. @default this one */
  readonly platform?: string;
  /** @default those of the pinned release */
  readonly checksums?: Readonly<Record<string, string>>;
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64' };
const thisPlatform = (): string =>
  [PLATFORMS[process.platform] ?? process.platform, ARCHITECTURES[process.arch] ?? process.arch].join('_');

/** Path of the program, fetched or not. */
export const openTofuPath = (directory: string): string =>
  join(directory, `opentofu-${VERSION}`, process.platform === 'win32' ? 'tofu.exe' : 'tofu');

/**
 * Fetches the pinned release of OpenTofu for this platform, if it is missing, and verifies its checksum. A
 * failure leaves nothing behind.
 *
 * @returns the path of the program
 * @throws CodedError `local.opentofu.no_release`, `local.opentofu.unreachable`, `local.opentofu.checksum`
 */
export async function fetchOpenTofu(options: OpenTofuOptions): Promise<string> {
  const { directory, report, platform = thisPlatform(), checksums = CHECKSUMS, releases = RELEASES } = options;
  const program = openTofuPath(directory);
  if (existsSync(program)) return program;
  const expected = checksums[platform];
  if (expected === undefined) {
    throw new CodedError('local.opentofu.no_release', `OpenTofu ${VERSION} is not fetched for ${platform}`, INSTALL);
  }
  const url = `${releases}/v${VERSION}/tofu_${VERSION}_${platform}.zip`;
  report(`fetching OpenTofu ${VERSION} (about 35 MB, licence MPL-2.0) from ${url}`);
  const zip = await download(url);
  const actual = createHash('sha256').update(zip).digest('hex');
  if (actual !== expected) {
    const message = `${url} has the SHA-256 checksum ${actual}, expected ${expected}; it was thrown away`;
    throw new CodedError('local.opentofu.checksum', message, INSTALL);
  }
  unpack(zip, directory);
  report(`OpenTofu ${VERSION} is in ${program}; its checksum is that of the release`);
  return program;
}

const INSTALL = 'install Terraform or OpenTofu yourself';

async function download(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new CodedError('local.opentofu.unreachable', `${url} could not be fetched: ${why}`, INSTALL);
  }
}

/** Unpacks beside the final folder, then renames atomically: an interruption must not leave a partial program. */
function unpack(zip: Uint8Array, directory: string): void {
  const final = join(directory, `opentofu-${VERSION}`);
  mkdirSync(directory, { recursive: true });
  const temporary = mkdtempSync(`${final}-`);
  try {
    const files = unzipSync(zip, { filter: ({ name }) => ['tofu', 'tofu.exe', 'LICENSE'].includes(name) });
    for (const [name, bytes] of Object.entries(files)) writeFile(join(temporary, name), bytes, { mode: 0o755 });
    rmSync(final, { recursive: true, force: true });
    renameSync(temporary, final);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
