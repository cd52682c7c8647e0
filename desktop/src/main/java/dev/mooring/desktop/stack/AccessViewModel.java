package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Who can use a registry, and for what: its writers, its builders, what tokens open, and a change
/// of these in rehearsal.
public final class AccessViewModel {
  private final Stack stack;
  private final Supplier<StackOptions> options;
  private final Jobs jobs;
  private final Ui ui;
  private final WritersViewModel writers;
  private final BuildersViewModel builders;
  private final TokenRulesViewModel tokens;
  private final RehearsalViewModel rehearsal;

  AccessViewModel(Stack stack, Supplier<StackOptions> options, Jobs jobs, Jobs reads, Ui ui) {
    this.stack = stack;
    this.options = options;
    this.jobs = jobs;
    this.ui = ui;
    writers = new WritersViewModel(stack, options, jobs, reads, ui);
    builders = new BuildersViewModel(stack, options, jobs, reads, ui);
    tokens = new TokenRulesViewModel(stack, options, jobs, reads, ui);
    rehearsal = new RehearsalViewModel(stack, options, reads, ui, this::readRules);
    // A rehearsal ends with the rule that it is about.
    writers.list().onValue(each -> rehearsal.read());
    builders.list().onValue(each -> rehearsal.read());
  }

  /// Who can push to it.
  public WritersViewModel writers() {
    return writers;
  }

  /// Whose pods can push to it.
  public BuildersViewModel builders() {
    return builders;
  }

  /// What of that is tried first.
  public RehearsalViewModel rehearsal() {
    return rehearsal;
  }

  /// What tokens open at its ingress.
  public TokenRulesViewModel tokens() {
    return tokens;
  }

  /// Whether there are rules about who can push: nobody pushes to a cache, and everybody to a plain
  /// registry.
  static boolean hasRules(StackOptions options) {
    return !options.isCache() && options.protection() != Protection.PLAIN;
  }

  void read(StackOptions there) {
    if (hasRules(there)) {
      readRules();
    }
    if (!there.additions().ingress().isNone()) {
      tokens.read();
    }
  }

  private void readRules() {
    writers.read();
    builders.read();
  }

  /// All that can be changed or rehearsed, as far as it was read.
  List<Writer> rules() {
    Stream<Writer> people =
        Optional.ofNullable(writers.list().value()).stream().flatMap(List::stream);
    Stream<Writer> pods =
        Optional.ofNullable(builders.list().value()).stream()
            .flatMap(List::stream)
            .map(BuilderAccess::builder)
            .map(Builder::atDoor);
    return Stream.concat(people, pods).toList();
  }

  /// Tries a change; it is shown with whom it would have refused.
  ///
  /// @param begun called once it is tried
  /// @param refused told why it is not
  void rehearse(Rehearsed change, Runnable begun, Consumer<Problem> refused) {
    rehearsal.begin(change, begun, refused);
  }

  /// Carries it out at once.
  ///
  /// @param about the rule as it is
  void change(Writer about, Rehearsed change) {
    StackOptions asked = options.get();
    jobs.start(
        StackJobs.about(asked, RehearsalWords.of(change)),
        progress -> {
          carryOut(asked, about, change);
          ui.execute(this::readRules);
          return "";
        },
        done -> "");
  }

  private void carryOut(StackOptions asked, Writer about, Rehearsed change)
      throws InterruptedException {
    Optional<ServiceAccount> builder = Builder.of(about).map(Builder::account);
    if (builder.isPresent() && change.removes()) {
      stack.removeBuilder(asked, builder.get());
    } else if (builder.isPresent()) {
      stack.allowBuilder(asked, new Builder(builder.get(), change.repositories()));
    } else if (change.removes()) {
      stack.removeWriter(asked, about.name(), about.namespace());
    } else {
      stack.addWriter(asked, change.change(about).orElseThrow(), about.name());
    }
  }
}
