import { TestClock } from '../../../../shared/testing/test-clock';
import { createPacer } from './pacer';

/** Two mails a second, in invocations of 60 s, of which a mail needs 20. */
function start() {
  const clock = new TestClock();
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => void slept.push(milliseconds);
  const pacer = createPacer({ intervalMs: 500, reserveMs: 20_000, timeoutMs: 60_000, clock, sleep });
  const turns = async (count: number, remainingMs = 60_000) => {
    const outcomes = await Promise.all(Array.from({ length: count }, () => pacer.turn(remainingMs)));
    return outcomes.map((outcome) => outcome?.afterSeconds);
  };
  return { clock, slept, turns };
}

it('the first mail is sent at once, each concurrent mail one interval later', async () => {
  const { slept, turns } = start();
  expect(await turns(4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(slept).toEqual([500, 1_000, 1_500]);
});

it('a later mail waits less, and after a pause not at all', async () => {
  const { clock, slept, turns } = start();
  await turns(1);
  clock.advanceSeconds(0.3);
  await turns(1);
  clock.advanceSeconds(60);
  await turns(2);
  expect(slept).toEqual([200, 500]);
});

it('a mail without a turn in the remaining time is deferred until its turn, and takes none', async () => {
  const { slept, turns } = start();
  expect(await turns(4, 21_000)).toEqual([undefined, undefined, undefined, 2]);
  expect(await turns(2, 60_000)).toEqual([undefined, undefined]);
  expect(slept).toEqual([500, 1_000, 1_500, 2_000]);
});

it('a mail that need not wait goes, however little time is left: whether it can is not for the pace to say', async () => {
  const { turns } = start();
  expect(await turns(2, 1_000)).toEqual([undefined, 1]);
});

it('a clock that is set back by an hour does not stop the mail', async () => {
  const { clock, slept, turns } = start();
  await turns(10);
  clock.advanceSeconds(-3_600);
  expect(await turns(2)).toEqual([undefined, undefined]);
  expect(slept.slice(-1)).toEqual([500]);
});
