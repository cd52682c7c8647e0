package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.envoy.ShadowLog;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.Ownership;
import java.util.Optional;

/// A rehearsal at a door of Mooring's: shadow rules beside those in force, in the same file, so
/// that both change at once.
record DoorRehearsal(Cluster cluster, StackOptions options) implements RehearsalStore {

  private DoorWriters rules() {
    return new DoorWriters(cluster, options);
  }

  @Override
  public Optional<Rehearsed> current() throws InterruptedException {
    return rules().rehearsed();
  }

  @Override
  public Needs needs() {
    return Needs.rehearse(options.namespace(), DoorRules.NAME);
  }

  /// A door of an older Mooring would try the rules and tell nobody.
  @Override
  public void demandHonoured(String what) throws InterruptedException {
    if (cluster
        .get(Kind.CONFIG_MAP, options.namespace(), DoorRules.DOOR)
        .filter(each -> Ownership.belongs(each, options))
        .filter(each -> ShadowLog.writtenBy(each.at("data", Files.BOOTSTRAP).textOrEmpty()))
        .isEmpty()) {
      throw new Problem(
              Code.REGISTRY_OUTDATED,
              what,
              Messages.of("an-older-mooring-installed-its-proxy"),
              new Remedy.Command(Messages.of("update-it-first"), "mooring install"))
          .raise();
    }
  }

  @Override
  public void begin(Rehearsed rehearsed, String what) throws InterruptedException {
    rules()
        .change(
            there -> {
              if (there.rehearsed().isPresent()) {
                throw Rehearsals.taken(there.rehearsed().get(), what);
              }
              return Optional.of(new DoorWriters.Rules(there.writers(), Optional.of(rehearsed)));
            },
            what);
  }

  /// Every change of the rules has brought both.
  @Override
  public void follow() {}

  @Override
  public boolean end() throws InterruptedException {
    return rules()
        .change(
            there ->
                there
                    .rehearsed()
                    .map(each -> new DoorWriters.Rules(there.writers(), Optional.empty())),
            Messages.of("cannot-end-the-rehearsal"));
  }

  @Override
  public String container() {
    return DoorRules.CONTAINER;
  }
}
