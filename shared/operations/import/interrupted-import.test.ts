import fc from 'fast-check';
import { derivedId } from '../../domain/notification/derived-id';
import { type ImportPorts, runImport } from './run-import';
import { anOrder, importWorld, md5, shownFaults } from './testing/import-world';
import type { ImportEnd } from './work-on-import';

const KEY = 'inbox/acme/orders.ndjson';

/**
 * What becomes of one call to a port: it works; it works and is sent again, because the client got no answer; it fails
 * before or after its effect; or the worker is killed before or after it, which then calls nothing any more.
 */
type Fate = 'works' | 'repeated' | 'lost' | 'unknown' | 'killed before' | 'killed after';
const fates = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fate>('works') },
    { weight: 4, arbitrary: fc.constantFrom<Fate>('repeated', 'lost', 'unknown', 'killed before', 'killed after') },
  ),
  { maxLength: 60 },
);
const lines = fc.array(fc.constantFrom('good', 'bad', 'blank'), { maxLength: 14 });
const limits = fc.record({
  groupLines: fc.integer({ min: 1, max: 4 }),
  lines: fc.integer({ min: 1, max: 5 }),
  rejectedCharacters: fc.constantFrom(1, 1_000),
});

const textOf = (kinds: readonly string[]): string =>
  kinds.map((kind, n) => ({ good: anOrder({ subject: `line ${n}` }), bad: `bad ${n}`, blank: '' })[kind]).join('\n');

/** What must be left in the end, whatever happened on the way. */
function expectedOf(kinds: readonly string[]) {
  const etag = md5(textOf(kinds));
  const numbers = (kind: string) => kinds.flatMap((one, n) => (one === kind ? [n + 1] : []));
  return {
    etag,
    ids: numbers('good').map((line) => derivedId('acme', `import:${etag}:${line}`)),
    rejected: numbers('bad').map((line) => [line, 'json.malformed ']),
    lines: {
      read: numbers('good').length + numbers('bad').length,
      published: numbers('good').length,
      rejected: numbers('bad').length,
    },
  };
}

class Killed extends Error {}

/** Workers, each with faults of its own and scheduled one call at a time, so that any interleaving happens. */
function workers(world: ReturnType<typeof importWorld>, fate: Fate[], scheduler: fc.Scheduler) {
  return (remainingMs: () => number): Promise<ImportEnd> => {
    let isKilled = false;
    const faulty =
      <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        await scheduler.schedule(Promise.resolve());
        if (isKilled) throw new Killed();
        const what = fate.shift() ?? 'works';
        isKilled = what.startsWith('killed');
        if (what === 'lost' || what === 'killed before') throw new Killed(what);
        const result = await call(...args);
        if (what === 'repeated') return call(...args);
        if (what !== 'works') throw new Killed(what);
        return result;
      };
    const { uploads, records, pages, topic } = world.ports;
    const ports: ImportPorts = {
      ...world.ports,
      uploads: { find: faulty(uploads.find), read: faulty(uploads.read) },
      records: { read: faulty(records.read), replace: faulty(records.replace) },
      pages: { put: faulty(pages.put), versionOf: faulty(pages.versionOf), join: faulty(pages.join) },
      topic: topic && { ...topic, publishBatch: faulty(topic.publishBatch) },
    };
    return runImport(KEY, ports, { remainingMs });
  };
}

interface Plan {
  readonly kinds: readonly string[];
  /** The file that replaces it. */
  readonly next: readonly string[] | undefined;
  /** Calls of other workers before that. */
  readonly replacedAfter: number;
  readonly limits: { groupLines: number; lines: number; rejectedCharacters: number };
  readonly fate: Fate[];
  /** Copies of the first event. */
  readonly events: number;
  readonly shortRuns: readonly boolean[];
  readonly scheduler: fc.Scheduler;
}

/**
 * SQS and Lambda: the messages of each round run concurrently. One whose worker fails comes back after its visibility
 * timeout, when every lease has ended; one that has more to do is followed by another.
 */
async function runToEnd(plan: Plan) {
  const world = importWorld();
  Object.assign(world.ports, { limits: { ...plan.limits, groupBytes: 1_000_000, milliseconds: 5_000 } });
  const work = workers(world, [...plan.fate], plan.scheduler);
  const short = [...plan.shortRuns];
  world.put(KEY, textOf(plan.kinds));
  /** The event of another content under the same key, which may come while workers read the old one. */
  const replace = async ({ next, replacedAfter }: Plan): Promise<ImportEnd> => {
    for (let calls = 0; calls < replacedAfter; calls += 1) await plan.scheduler.schedule(Promise.resolve());
    world.put(KEY, textOf(next ?? plan.kinds));
    return work(() => 240_000);
  };
  for (let [round, messages] = [0, plan.events]; messages > 0; round += 1) {
    if (round > 500) throw new Error('the import does not end');
    const runs = Array.from({ length: messages }, () => work(timeOf(short.shift() ?? false)));
    if (round === 0 && plan.next) runs.push(replace(plan));
    const ends = await plan.scheduler.waitFor(Promise.allSettled(runs));
    messages = ends.filter((end) => end.status === 'rejected' || end.value === 'more').length;
    if (ends.some(({ status }) => status === 'rejected')) world.clock.advanceSeconds(1_440);
  }
  return world;
}

/** The time left of an invocation: enough, or for one window. */
const timeOf = (isShort: boolean) => () => (isShort ? 20_000 : 240_000);

const plans = (next: fc.Arbitrary<readonly string[] | undefined>) =>
  fc.record({
    kinds: lines,
    next,
    replacedAfter: fc.nat(40),
    limits,
    fate: fates,
    events: fc.integer({ min: 1, max: 3 }),
    shortRuns: fc.array(fc.boolean(), { maxLength: 20 }),
    scheduler: fc.scheduler(),
  });

test('whatever crashes, comes twice or is late: each good line is published, under one id, and each bad one listed once', async () => {
  await fc.assert(
    fc.asyncProperty(plans(fc.constant(undefined)), async (plan) => {
      const world = await runToEnd(plan);
      const { ids, rejected, ...record } = expectedOf(plan.kinds);
      expect(new Set(world.notifications().map(({ id }) => id))).toEqual(new Set(ids));
      expect(world.resultOf(KEY)).toMatchObject({ state: 'done', ...record });
      expect(world.resultOf(KEY)).not.toHaveProperty('lease');
      expect(shownFaults(world.rejectedOf(KEY))).toEqual(rejected);
    }),
    { numRuns: 300 },
  );
});

test('a file that is replaced at any moment ends with the result of its successor alone', async () => {
  await fc.assert(
    fc.asyncProperty(plans(lines), async (plan) => {
      const world = await runToEnd(plan);
      const kinds = plan.next ?? [];
      const { ids, rejected, ...record } = expectedOf(kinds);
      const published = new Set(world.notifications().map(({ id }) => id));
      expect(ids.filter((id) => !published.has(id))).toEqual([]);
      expect(world.resultOf(KEY)).toMatchObject({ state: 'done', ...record });
      expect(shownFaults(world.rejectedOf(KEY))).toEqual(rejected);
    }),
    { numRuns: 300 },
  );
});

test('an interrupted import does not begin again: what was kept is not read again', async () => {
  const { put, run, ports, uploads } = importWorld();
  put(KEY, Array.from({ length: 10 }, (_, n) => anOrder({ subject: `${n}` })).join('\n'));
  Object.assign(ports, {
    limits: { groupLines: 2, groupBytes: 1e6, milliseconds: 5e3, lines: 2, rejectedCharacters: 1e3 },
  });
  expect(await run(KEY, 20_000)).toBe('more');
  const starts: number[] = [];
  const read: typeof uploads.read = (key, etag, from, to) => {
    starts.push(from);
    return uploads.read(key, etag, from, to);
  };
  Object.assign(ports, { uploads: { ...uploads, read } });
  expect(await run(KEY, 20_000)).toBe('more');
  expect(starts).toEqual([0, 2 * (anOrder({ subject: '0' }).length + 1)]);
});
