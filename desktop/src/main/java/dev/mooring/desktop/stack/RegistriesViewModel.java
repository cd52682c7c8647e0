package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Several;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The registries of a context, the default one first, and which of them is in view. The default
/// one is always among them; others are while they are installed or about to be. On the UI's
/// thread.
public final class RegistriesViewModel implements Several<StackViewModel>, AutoCloseable {
  private final Stack stack;
  private final Function<StackOptions, StackViewModel> maker;
  private final SeenNames names;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<List<StackOptions>> installed;
  private final StackViewModel first;
  private final ObservableList<StackViewModel> all = FXCollections.observableArrayList();
  private final ObservableList<StackViewModel> shown =
      FXCollections.unmodifiableObservableList(all);
  private final ReadOnlyObjectWrapper<StackViewModel> chosen;

  /// Those that the user wants and has not installed yet.
  private final Set<String> wanted = new HashSet<>();

  /// @param names learns of those that are installed and of those that no longer are
  /// @param told of those that are installed, whenever they were looked for
  /// @param usual what Install would make of the default registry
  /// @param maker for each registry, once
  public RegistriesViewModel(
      Stack stack,
      StackOptions usual,
      Function<StackOptions, StackViewModel> maker,
      Consumer<List<StackOptions>> told,
      SeenNames names,
      Jobs reads,
      Ui ui) {
    this.stack = stack;
    this.maker = maker;
    this.names = names;
    this.reads = reads;
    this.ui = ui;
    installed = new Fetched<>(Messages.of("looking-for-registries"), reads, ui);
    installed.onValue(this::came);
    installed.onValue(told);
    first = made(usual);
    chosen = new ReadOnlyObjectWrapper<>(first);
    all.add(first);
  }

  private StackViewModel made(StackOptions options) {
    StackViewModel model = maker.apply(options);
    model
        .installed()
        .addListener(
            (property, before, now) -> {
              wanted.remove(model.name());
              look();
            });
    return model;
  }

  @Override
  public ObservableList<StackViewModel> all() {
    return shown;
  }

  @Override
  public ReadOnlyObjectProperty<StackViewModel> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// The default one.
  public StackViewModel first() {
    return first;
  }

  @Override
  public String name(StackViewModel one) {
    return one.name();
  }

  @Override
  public void choose(StackViewModel model) {
    if (all.contains(model)) {
      chosen.set(model);
    }
  }

  @Override
  public void look() {
    StackOptions usual = first.options().get();
    List<String> before = named(Optional.ofNullable(installed.value()).orElse(List.of()));
    installed.fetch(
        progress -> {
          List<StackOptions> now = stack.installed(usual);
          List<String> there = named(now);
          names.put(there);
          before.stream().filter(each -> !there.contains(each)).forEach(names::remove);
          return now;
        });
  }

  private static List<String> named(List<StackOptions> all) {
    return all.stream().map(StackOptions::registry).toList();
  }

  @Override
  public void lookOnce() {
    if (installed.value() == null) {
      look();
    }
  }

  /// Brings a registry into view that is to be installed; the one of that name where there is one.
  ///
  /// @param namespace empty for one that is called like it
  /// @param done when it is in view
  /// @param refused told why it cannot be
  void add(String name, String namespace, Runnable done, Consumer<Problem> refused) {
    Optional<StackViewModel> there = named(name);
    if (there.isPresent()) {
      choose(there.get());
      done.run();
      return;
    }
    // What the default one has beside it, such as the host of its ingress, is its own.
    StackOptions usual = first.options().get().withAdditions(Additions.NONE);
    Fetched<StackOptions> found = new Fetched<>(Messages.of("looking-for-registries"), reads, ui);
    found.fetch(
        progress ->
            stack.onUnclaimedPort(
                stack.locate(
                    Optional.of(name), Optional.of(namespace).filter(n -> !n.isEmpty()), usual)));
    found.then(
        options -> {
          wanted.add(options.registry());
          choose(named(options.registry()).orElseGet(() -> added(options)));
          done.run();
        },
        refused);
  }

  /// What takes one away that is not installed; nothing for the default one, which stays.
  public Optional<Runnable> forgetting(StackViewModel model) {
    return model.equals(first) ? Optional.empty() : Optional.of(() -> forget(model));
  }

  private void forget(StackViewModel model) {
    wanted.remove(model.name());
    if (model.isOver()) {
      remove(model);
    }
  }

  private Optional<StackViewModel> named(String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private StackViewModel added(StackOptions options) {
    StackViewModel model = made(options);
    all.add(model);
    model.refresh();
    return model;
  }

  private void came(List<StackOptions> now) {
    for (StackOptions each : now) {
      if (!each.isDefault() && named(each.registry()).isEmpty()) {
        added(each);
      }
    }
    Set<String> names = new HashSet<>(now.stream().map(StackOptions::registry).toList());
    for (StackViewModel each : List.copyOf(all)) {
      boolean stays =
          each.equals(first) || names.contains(each.name()) || wanted.contains(each.name());
      if (!stays && each.isOver()) {
        remove(each);
      }
    }
  }

  private void remove(StackViewModel model) {
    if (chosen.get().equals(model)) {
      chosen.set(first);
    }
    all.remove(model);
    model.close();
  }

  @Override
  public void close() {
    all.forEach(StackViewModel::close);
  }
}
