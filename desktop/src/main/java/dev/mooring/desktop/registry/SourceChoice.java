package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.registry.source.RepositoryNames;
import dev.mooring.desktop.registry.source.Source;
import dev.mooring.desktop.registry.source.Sources;
import dev.mooring.stack.Stack;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.util.Subscription;

/// Which source and which of its repositories are in view, also as they come and go. On the UI's
/// thread.
final class SourceChoice implements AutoCloseable {
  private final Sources sources;
  private final Runnable forget;
  private final Runnable read;
  private final ReadOnlyObjectWrapper<Source> source;
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper repository = new ReadOnlyStringWrapper("");
  private final ListChangeListener<Source> moved = change -> sourcesMoved();
  private Subscription following = Subscription.EMPTY;
  private Subscription connecting = Subscription.EMPTY;
  private boolean wasShown;

  /// Whether somebody chose what is in view.
  private boolean wished;

  /// @param forget what is shown of the repository
  /// @param read the tags of the repository, where they aren't on their way
  SourceChoice(Sources sources, Runnable forget, Runnable read) {
    this.sources = sources;
    this.forget = forget;
    this.read = read;
    source = new ReadOnlyObjectWrapper<>(sources.all().getFirst());
  }

  /// From then on it calls back.
  void begin() {
    sources.all().addListener(moved);
    followAll();
    follow();
    repositoriesCame(source.get().repositories().face().get());
  }

  ReadOnlyObjectProperty<Source> source() {
    return source.getReadOnlyProperty();
  }

  /// Whether the source can be asked.
  ReadOnlyBooleanProperty connected() {
    return connected.getReadOnlyProperty();
  }

  /// Empty for none.
  ReadOnlyStringProperty repository() {
    return repository.getReadOnlyProperty();
  }

  private void sourcesMoved() {
    if (!sources.all().contains(source.get())) {
      wished = false;
      bring(sources.all().getFirst());
    }
    followAll();
    preferConnected();
    if (wasShown) {
      readUnread();
    }
  }

  private void followAll() {
    connecting.unsubscribe();
    connecting =
        Subscription.combine(
            sources.all().stream()
                .map(each -> each.reachable().subscribe((before, now) -> preferConnected()))
                .toArray(Subscription[]::new));
  }

  /// A registry that nobody connected is no reason to hide one that is, unless somebody chose it.
  private void preferConnected() {
    if (!wished && !connected.get() && repository.get().isEmpty()) {
      sources.all().stream()
          .filter(each -> each.isConnectable() && each.reachable().get())
          .findFirst()
          .ifPresent(this::bring);
    }
  }

  private void follow() {
    following.unsubscribe();
    Source now = source.get();
    connected.set(now.reachable().get());
    following =
        Subscription.combine(
            now.reachable().subscribe((before, after) -> reachableMoved(after)),
            now.repositories().face().subscribe((before, after) -> repositoriesCame(after)));
  }

  /// Reads the sources again that somebody can see.
  void refresh() {
    sources.all().stream().filter(sources::isInView).forEach(Source::read);
  }

  /// Reads what nobody has read, and what changes behind one's back: others push meanwhile.
  void shown() {
    wasShown = true;
    wished = false;
    preferConnected();
    sources.all().stream()
        .filter(sources::isInView)
        .filter(each -> each.isConnectable() && each.repositories().value() != null)
        .filter(SourceChoice::isIdle)
        .forEach(Source::read);
    readUnread();
    read.run();
  }

  private void readUnread() {
    sources.all().stream()
        .filter(sources::isInView)
        .filter(each -> each.repositories().value() == null)
        .filter(SourceChoice::isIdle)
        .forEach(Source::read);
  }

  /// What is on its way needn't begin once more.
  private static boolean isIdle(Source source) {
    return !source.repositories().isRunning();
  }

  /// Brings a source into view that may have nothing to choose from.
  void choose(Source next) {
    wished = true;
    bring(next);
  }

  private void bring(Source next) {
    if (!next.equals(source.get())) {
      source.set(next);
      repository.set("");
      forget.run();
      follow();
      repositoriesCame(next.repositories().face().get());
    }
  }

  void choose(Source from, String name) {
    wished = true;
    into(from, name);
  }

  private void into(Source from, String name) {
    if (!from.equals(source.get())) {
      source.set(from);
      repository.set(name);
      forget.run();
      follow();
    } else if (!name.equals(repository.get())) {
      repository.set(name);
      forget.run();
    }
    read.run();
  }

  /// The registry that images are brought into: the one in view; else the first of the cluster's
  /// that is connected.
  Source target() {
    return source.get().registry().isPresent()
        ? source.get()
        : sources.all().stream()
            .filter(each -> each.isConnectable() && each.reachable().get())
            .findFirst()
            .orElse(source.get());
  }

  private void reachableMoved(boolean now) {
    if (!now) {
      forget.run();
    }
    connected.set(now);
    if (now) {
      read.run();
    }
  }

  private void repositoriesCame(Face<RepositoryNames> face) {
    if (face instanceof Face.Full<RepositoryNames> full) {
      List<String> names = full.value().names();
      if (!names.contains(repository.get())) {
        Optional<String> first = names.stream().filter(each -> !Stack.owns(each)).findFirst();
        if (first.isPresent()) {
          into(source.get(), first.get());
        } else {
          repository.set("");
          forget.run();
        }
      }
    }
  }

  @Override
  public void close() {
    following.unsubscribe();
    connecting.unsubscribe();
    sources.all().removeListener(moved);
  }
}
