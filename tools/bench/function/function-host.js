/**
 * Runs one function as Lambda does: loaded once, then one event after another. A process of its own, so that its memory and
 * its CPU time are those of the function alone.
 */
const { handler } = require(process.argv[2]);

/** Milliseconds of a clock that all processes of a machine share. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

/** An environment of Lambda has one invocation at a time: one that arrives during another waits for it. */
let last = Promise.resolve();

process.on('message', ({ event, dueAt, timeoutMs }) => {
  last = last.then(() => invoke(event, dueAt, timeoutMs));
});

async function invoke(event, dueAt, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  const context = {
    awsRequestId: 'bench',
    functionName: 'bench',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const cpu = process.cpuUsage();
  const startedAt = now();
  const result = await handler(event, context);
  const endedAt = now();
  const { user, system } = process.cpuUsage(cpu);
  process.send({
    result,
    wallMs: endedAt - startedAt,
    latencyMs: endedAt - (dueAt ?? startedAt),
    cpuMs: (user + system) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  });
}

process.send('loaded');
