import { channels, functions } from '../../handlers';
import { type AuditLoad, simulateAuditLoad } from './audit-load';
import { measureCalls } from './calls';
import { measureCore } from './core';
import { printDeliveries } from './deliveries/print-deliveries';
import { measureInit } from './init';
import { printCalls } from './print-calls';
import { measureSynth } from './synth';

/**
 * Prints the figures that the README quotes. Compare only runs on one machine. `--calls` prints only the AWS calls, `--audit`
 * only the simulated load of the audit chain, `--deliveries [row]` only deliveries beside their peers.
 */
async function main(): Promise<void> {
  if (process.argv.includes('--audit')) return printAuditLoads();
  const place = process.argv.indexOf('--deliveries');
  if (place > 0) return printDeliveries(process.argv[place + 1]);
  if (!process.argv.includes('--calls')) await printSpeed();
  console.log('\nCalls to AWS a delivery, by the functions as they are deployed (polling included)\n');
  if (!printCalls(await measureCalls(() => {}))) process.exitCode = 1;
}

async function printSpeed(): Promise<void> {
  console.log('Functions: bundle, and CPU time of the init phase next to an empty function (median of 15)\n');
  for (const row of await measureInit([...channels, ...functions].map(({ name }) => name))) {
    const { name, kilobytes, zipKilobytes, initMs, overEmptyMs } = row;
    const size = `${kilobytes.toFixed(0)} kB`.padStart(7);
    const zip = `${zipKilobytes.toFixed(0)} kB zipped`.padStart(14);
    console.log(
      `  ${name.padEnd(14)} ${size} ${zip}   ${initMs.toFixed(0).padStart(4)} ms  (+${overEmptyMs.toFixed(0)} ms)`,
    );
  }
  const { wallMs, peakMegabytes } = await measureSynth();
  console.log(`\nSynthesis by tsx (median of 5): ${wallMs.toFixed(0)} ms, ${peakMegabytes.toFixed(0)} MB\n`);
  console.log('Deliveries, Node as in Lambda, AWS and receivers on loopback');
  await printDeliveries();
  console.log('\nCore, one thread\n');
  for await (const { what, perSecond } of measureCore()) {
    console.log(`  ${what.padEnd(60)} ${Math.round(perSecond).toLocaleString('en').padStart(12)} /s`);
  }
}

const AUDIT_LOADS: readonly AuditLoad[] = [
  ...[1, 10, 100, 1_000].map((tenants) => ({ tenants, perSecond: 2_000, seconds: 30 })),
  // Worst case: each notification has a tenant of its own, such as an invented one.
  { tenants: 60_000, perSecond: 2_000, seconds: 30 },
];

async function printAuditLoads(): Promise<void> {
  console.log('Audit chain at load, in virtual time: four shards, 12 to 25 ms a call of DynamoDB\n');
  for (const load of AUDIT_LOADS) {
    const { linkedPerSecond, lagSeconds, cpuSeconds, ...each } = await simulateAuditLoad(load);
    const { writes, writeUnits, reads, readUnits } = each;
    console.log(
      `  ${String(load.tenants).padStart(5)} tenants ${String(load.perSecond).padStart(6)} /s   linked ${linkedPerSecond.toFixed(0)} /s, at most ${lagSeconds.toFixed(1)} s late; for each: ${writes.toFixed(4)} writes (${writeUnits.toFixed(2)} units), ${reads.toFixed(4)} reads (${readUnits.toFixed(2)} units); ${cpuSeconds.toFixed(2)} CPU-s per 1,000`,
    );
  }
}

main();
