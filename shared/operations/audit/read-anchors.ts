import type { JudgedAnchor, JudgedAnchors } from '../../domain/audit-chain/anchor';
import { type AnchorPorts, judgedAnchors } from './judged-anchors';

/** All anchors with a valid signature, and the findings of the others. */
export async function readAnchors(ports: AnchorPorts): Promise<JudgedAnchors> {
  const judged: JudgedAnchor[] = [];
  for await (const one of judgedAnchors(ports)) judged.push(one);
  return {
    findings: judged.flatMap(({ findings }) => findings),
    anchors: judged.flatMap(({ anchor }) => anchor ?? []),
  };
}
