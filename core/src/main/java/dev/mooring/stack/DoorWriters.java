package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.envoy.AccountRules;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Writers of a registry behind a door of Mooring's: the rules that its Envoy goes by.
record DoorWriters(Cluster cluster, StackOptions options) implements WriterStore {
  /// What the door goes by, and what it tries beside that. A rehearsal ends with the rule that it
  /// is about.
  record Rules(List<Writer> writers, Optional<Rehearsed> rehearsed) {
    private static final Rules NONE = new Rules(List.of(), Optional.empty());

    Rules {
      writers = List.copyOf(writers);
      List<Writer> there = writers;
      rehearsed = rehearsed.filter(each -> there.stream().anyMatch(each::isAbout));
    }
  }

  @Override
  public List<Writer> list() throws InterruptedException {
    return file().rules().writers();
  }

  /// What the door tries.
  Optional<Rehearsed> rehearsed() throws InterruptedException {
    return file().rules().rehearsed();
  }

  @Override
  public void put(Writer writer) throws InterruptedException {
    change(
        rules -> {
          List<Writer> next = new ArrayList<>(rules.writers());
          next.removeIf(called(writer.namespace(), writer.name()));
          next.add(writer);
          return Optional.of(new Rules(next, rules.rehearsed()));
        },
        Messages.of("cannot-add-a-writer"));
  }

  @Override
  public boolean remove(String namespace, String name) throws InterruptedException {
    return change(
        rules -> {
          List<Writer> next = new ArrayList<>(rules.writers());
          return next.removeIf(called(namespace, name))
              ? Optional.of(new Rules(next, rules.rehearsed()))
              : Optional.empty();
        },
        Messages.of("cannot-remove-the-writer", namespace, name));
  }

  private static Predicate<Writer> called(String namespace, String name) {
    return each -> each.namespace().equals(namespace) && each.name().equals(name);
  }

  static List<Writer> read(KubeObject rules) {
    return AccountRules.read(rules.at("data", DoorRules.FILE).textOrEmpty());
  }

  /// @param what cannot be done otherwise
  /// @return false where nothing was to change
  boolean change(RuleFile.Change<Rules> change, String what) throws InterruptedException {
    return file()
        .change(
            change,
            new Problem(
                Code.REGISTRY_MISSING,
                what,
                Messages.of("the-rules-of-its-door-are", DoorRules.NAME, options.namespace()),
                new Remedy.Command(
                    Messages.of("install-again-which-completes-it-and"), "mooring install")));
  }

  private RuleFile<Rules> file() {
    return new RuleFile<>(
        cluster,
        options,
        options.namespace(),
        DoorRules.NAME,
        Rendering.REGISTRY,
        each -> new Rules(read(each), Rehearsed.read(each.annotations())),
        Rules.NONE,
        rules -> DoorRules.rules(options, rules.writers(), rules.rehearsed()));
  }
}
