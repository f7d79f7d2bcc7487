import type { ScanProgressStore } from '../ports/open-deliveries';

/** Contract of every store of scan progress. */
export function describeScanProgressContract(name: string, makeStore: () => Promise<ScanProgressStore>): void {
  describe(`${name}, as a store of a scan's progress`, () => {
    const startedAt = '2026-11-23T09:30:00.000Z';

    it('has none before the first scan', async () => {
      expect(await (await makeStore()).read()).toBeUndefined();
    });

    it('has the last saved progress, of a running and of a complete scan', async () => {
      const store = await makeStore();
      await store.save({ startedAt, after: '{"pk":"1"}' });
      expect(await store.read()).toEqual({ startedAt, after: '{"pk":"1"}' });
      await store.save({ startedAt });
      expect(await store.read()).toEqual({ startedAt });
    });
  });
}
