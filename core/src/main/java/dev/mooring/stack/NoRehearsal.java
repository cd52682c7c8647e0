package dev.mooring.stack;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.stack.options.Rehearsed;
import java.util.List;
import java.util.Optional;

/// A registry that takes pushes from everybody has no rule to try.
record NoRehearsal() implements RehearsalStore {

  @Override
  public Optional<Rehearsed> current() {
    return Optional.empty();
  }

  @Override
  public Needs needs() {
    return new Needs("rehearse", "", List.of());
  }

  @Override
  public void demandHonoured(String what) {
    throw new Problem(
            Code.REHEARSAL_NOT_POSSIBLE,
            what,
            Messages.of("a-plain-registry-knows-nobody"),
            new Remedy.Command(
                Messages.of("install-it-with-identities"), "mooring install --protection tokens"))
        .raise();
  }

  @Override
  public void begin(Rehearsed rehearsed, String what) {
    demandHonoured(what);
  }

  @Override
  public void follow() {}

  @Override
  public boolean end() {
    return false;
  }

  @Override
  public String container() {
    return "";
  }
}
