/**
 * Stops a process when it has used its share of a period, and continues it in the next one (`cpu-quota.ts`). What it used
 * beyond the share is taken off the next periods.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');

const [pid, share] = process.argv.slice(2).map(Number);
const PERIOD_MS = 20;
const quotaMs = share * PERIOD_MS;

/** CPU time of all threads in milliseconds. */
function usedMs() {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]);
    } catch {
      // The thread has ended since it was listed.
    }
  }
  return sum / 1e6;
}

let [budgetMs, used, isStopped, periodEnd] = [quotaMs, usedMs(), false, performance.now() + PERIOD_MS];

function tick() {
  if (!existsSync(`/proc/${pid}/task`)) process.exit();
  const now = performance.now();
  const seen = usedMs();
  budgetMs -= Math.max(seen - used, 0);
  used = seen;
  while (now >= periodEnd) {
    budgetMs = Math.min(quotaMs, budgetMs + quotaMs);
    periodEnd += PERIOD_MS;
  }
  if (isStopped === budgetMs > 0) signal();
  setTimeout(tick, isStopped ? Math.max(periodEnd - performance.now(), 1) : 1);
}

function signal() {
  isStopped = !isStopped;
  try {
    process.kill(pid, isStopped ? 'SIGSTOP' : 'SIGCONT');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    // The process has ended, as the next tick sees.
  }
}

/** The benchmark lets go. */
function end() {
  if (isStopped) signal();
  process.exit();
}

process.on('disconnect', end);
tick();
process.send('held');
