/**
 * Runs one function as Lambda does: loaded once, then one event after another. A process of its own, so that its memory and
 * its CPU time are those of the function alone.
 */
const { handler } = require(process.argv[2]);

process.on('message', async (event) => {
  const deadline = Date.now() + 60_000;
  const context = {
    awsRequestId: 'bench',
    functionName: 'bench',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const result = await handler(event, context);
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  process.send({ result, wallMs, cpuMs: (user + system) / 1000, peakMegabytes });
});
