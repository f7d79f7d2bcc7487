import type { ImportRecord } from '../../domain/import/import-record';
import type { Clock } from '../../ports/clock';
import type { ImportRecords } from '../../ports/uploads';

/** Another worker has the record: it runs a newer version of the file, or took over after a lease. */
export class LostImport extends Error {
  override readonly name = 'LostImport';
}

/** The worker that owns the record of one import: every write replaces its own last one, or fails. */
export class ImportOwner {
  constructor(
    private readonly ports: { readonly records: ImportRecords; readonly clock: Clock },
    private readonly key: string,
    private version: string | undefined,
    public record: ImportRecord,
  ) {}

  /** @throws LostImport */
  async save(change: Partial<ImportRecord>): Promise<void> {
    const record = { ...this.record, ...change, updatedAt: this.ports.clock.now().toISOString() };
    const text = `${JSON.stringify(record, null, 1)}\n`;
    const version = await replaced(this.ports.records, this.key, text, this.version);
    if (version === undefined) throw new LostImport(this.key);
    [this.record, this.version] = [record, version];
  }
}

/**
 * The new version. A write whose answer was lost, and that the client sent again, finds itself and looks like a lost race:
 * so read what is there.
 */
async function replaced(
  records: ImportRecords,
  key: string,
  text: string,
  version: string | undefined,
): Promise<string | undefined> {
  const written = await records.replace(key, text, version);
  if (written !== undefined) return written;
  const found = await records.read(key);
  return found?.text === text ? found.version : undefined;
}
