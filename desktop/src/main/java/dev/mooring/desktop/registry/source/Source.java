package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Registry;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.feather.Feather;

/// A place that images are in. Each is read by itself: one that is slow or broken holds up
/// no other. On the UI's thread.
public interface Source extends AutoCloseable {
  /// What no other source has, and stays the same over restarts: "saved/company".
  String key();

  /// As people call it: "company".
  String name();

  Feather icon();

  /// What stands before a repository in the name of an image: "localhost:5000"; empty where
  /// repositories have hosts of their own.
  String host();

  /// What stands before a repository where a node pulls it.
  default String hostOnNodes() {
    return host();
  }

  /// The hosts under which pods name it.
  Set<String> hosts();

  /// Whether its images can be asked for now.
  ReadOnlyBooleanProperty reachable();

  /// What there is in it; changes as it is read anew.
  Fetched<RepositoryNames> repositories();

  /// Asks what there is, where it is reachable.
  void read();

  /// Whether the user can name repositories of it that it does not list.
  default boolean canAdd() {
    return false;
  }

  /// Names one that it does not list.
  ///
  /// @throws dev.mooring.problem.MooringException where it can be none
  default void add(String repository) {}

  /// Whether it is in the list only because the user named it.
  default boolean isNamed(String repository) {
    return false;
  }

  /// Takes a named one out of the list again.
  default void remove(String repository) {}

  /// Whether it has to be connected before its images can be seen.
  default boolean isConnectable() {
    return false;
  }

  /// Makes it reachable, where that needs somebody's wish.
  default void connect() {}

  /// The same on another port of this machine.
  default void connect(int port) {}

  /// Why it isn't reachable although somebody wished it; changes with each try.
  default ObservableValue<Optional<Problem>> failure() {
    return new ReadOnlyObjectWrapper<>(Optional.empty());
  }

  /// Its tags and images; empty while it isn't reachable.
  Optional<Contents> contents();

  /// The registry that it is; empty for one that is none, or isn't reachable.
  Optional<Registry> registry();

  /// What the engines of this machine say of its images; empty where it is none of theirs.
  default Optional<LocalImages> local() {
    return Optional.empty();
  }

  /// Where its images come from, and how others get there.
  ImageSources ways();

  /// Why what needs a registry can't be done with its images; empty where it can.
  default String whyNoRegistry() {
    return "";
  }

  @Override
  void close();
}
