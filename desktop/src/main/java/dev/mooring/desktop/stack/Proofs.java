package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Words;
import dev.mooring.stack.Verification;

/// What a verification says, in one line.
public final class Proofs {
  private Proofs() {}

  public static String words(Verification proof) {
    if (proof.passed()) {
      return "proven on " + Words.count(proof.pulls().size(), "node", "nodes");
    }
    long failed = proof.pulls().stream().filter(pull -> !pull.worked()).count();
    long open = proof.refusals().stream().filter(refusal -> !refusal.refused()).count();
    return Words.count(failed, "node", "nodes")
        + " could not pull, "
        + Words.count(open, "attempt", "attempts")
        + " not refused";
  }
}
