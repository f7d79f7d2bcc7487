/** Runs one function as Lambda does: loaded once, one event at a time. A child process, to measure its memory. */
const { handler } = require(process.argv[2]);

process.on('message', async (event) => {
  const deadline = Date.now() + 60_000;
  const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => deadline - Date.now() };
  const result = await handler(event, context);
  process.send({ result, peakMegabytes: process.resourceUsage().maxRSS / 1024 });
});
