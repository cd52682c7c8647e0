package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.problem.Problem;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.NewRegistry;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.OutsideRegistries.Outside;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/// The registries outside of the cluster: those that the user added, and the one that the cluster
/// announces. On the UI's thread.
public final class OutsideViewModel {
  private final Cluster cluster;
  private final SettingsFile settings;
  private final SeenNames names;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<List<Outside>> list;
  private final ReadOnlyBooleanWrapper adding = new ReadOnlyBooleanWrapper();

  /// @param names learns of those that are added and removed
  public OutsideViewModel(
      Cluster cluster, SettingsFile settings, SeenNames names, Jobs reads, Ui ui) {
    this.cluster = cluster;
    this.settings = settings;
    this.names = names;
    this.reads = reads;
    this.ui = ui;
    list = new Fetched<>(Messages.of("reading-the-outside-registries"), reads, ui);
  }

  Fetched<List<Outside>> list() {
    return list;
  }

  /// Whether one is being contacted.
  ReadOnlyBooleanProperty adding() {
    return adding.getReadOnlyProperty();
  }

  /// Those that were added are known at once, and also where the cluster cannot be asked for the
  /// one that it announces.
  void read() {
    OutsideRegistries now = new OutsideRegistries(settings.settings().get());
    List<Outside> before = Optional.ofNullable(list.value()).orElse(List.of());
    List<Outside> known =
        Stream.concat(now.added().stream(), before.stream().filter(Outside::isAnnounced)).toList();
    if (!known.isEmpty() || !before.isEmpty()) {
      list.set(known);
    }
    list.fetch(progress -> now.all(cluster));
  }

  /// Adds one that answers; one of the same name is replaced. Nothing is saved where it fails.
  ///
  /// @param done told of it, and of the one that had its name
  /// @param refused told why not
  void add(NewRegistry asked, Consumer<Added> done, Consumer<Problem> refused) {
    adding.set(true);
    reads
        .start(
            Messages.of("contacting-registry", asked.address()),
            progress -> {
              NamedRegistry reached =
                  asked.reached(RemoteRegistries.ofUser(() -> settings.settings().get()));
              ui.execute(
                  () -> {
                    Optional<NamedRegistry> before = named(reached.name());
                    put(reached);
                    done.accept(new Added(reached, before));
                  });
              return reached;
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed failed) {
                ui.execute(() -> refused.accept(failed.problem()));
              }
              if (snapshot.state().ended()) {
                ui.execute(() -> adding.set(false));
              }
            });
  }

  /// @param before the one that had its name
  record Added(NamedRegistry registry, Optional<NamedRegistry> before) {}

  /// Removes an added one; [#put] brings it back.
  void remove(NamedRegistry registry) {
    settings.update(now -> NamedRegistries.without(now, registry.name()));
    remember(() -> names.remove(registry.name()));
    read();
  }

  /// Saves one that is known to be right.
  void put(NamedRegistry registry) {
    settings.update(now -> NamedRegistries.with(now, registry));
    remember(() -> names.put(List.of(registry.name())));
    read();
  }

  private void remember(Runnable change) {
    reads.start(
        Messages.of("keeping-the-names"),
        progress -> {
          change.run();
          return "";
        });
  }

  private Optional<NamedRegistry> named(String name) {
    return NamedRegistries.all(settings.settings().get()).stream()
        .filter(each -> each.name().equals(name))
        .findFirst();
  }
}
