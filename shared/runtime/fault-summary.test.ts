import { faultSummary } from './fault-summary';

const fault = (n: number, message = 'it is wrong') => ({ code: `a.fault_${n}`, path: `/${n}`, message });
const faults = (count: number, message?: string) => Array.from({ length: count }, (_, n) => fault(n, message));

describe('the summary of faults', () => {
  it('lists each with its code, its place and what is wrong', () => {
    expect(faultSummary(faults(2))).toBe("a.fault_0 at '/0': it is wrong; a.fault_1 at '/1': it is wrong");
  });

  it('lists as many as fit into a note, and counts the others at its visible end', () => {
    const summary = faultSummary(faults(5_000, 'x'.repeat(150)));
    const listed = summary.match(/a\.fault_/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(20);
    expect(summary).toMatch(new RegExp(`; and ${5_000 - listed} more$`));
    expect(summary.length).toBeLessThanOrEqual(4_096);
  });

  it('truncates a fault that quotes a long value, so that the others fit', () => {
    const summary = faultSummary([fault(0, 'x'.repeat(100_000)), fault(1)]);
    expect(summary).toMatch(/^a\.fault_0 at '\/0': x{100,}…; a\.fault_1 at '\/1': it is wrong$/);
  });
});
