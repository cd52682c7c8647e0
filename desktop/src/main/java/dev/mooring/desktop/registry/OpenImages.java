package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.desktop.registry.source.ClusterSource;
import dev.mooring.desktop.stack.RegistriesViewModel;
import dev.mooring.desktop.stack.StackViewModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// What is in the registries of a context, for those who name its images. On the UI's thread.
public final class OpenImages implements AutoCloseable {
  private final RegistriesViewModel registries;
  private final Function<StackViewModel, ClusterSource> maker;
  private final Map<StackViewModel, ClusterSource> made = new HashMap<>();
  private final ObservableList<ClusterSource> sources = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<KnownImages> known =
      new ReadOnlyObjectWrapper<>(KnownImages.nothing());

  /// @param maker for each registry, once
  public OpenImages(RegistriesViewModel registries, Function<StackViewModel, ClusterSource> maker) {
    this.registries = registries;
    this.maker = maker;
    registries.all().forEach(this::add);
    registries
        .all()
        .addListener(
            (ListChangeListener<StackViewModel>)
                change -> {
                  while (change.next()) {
                    change.getAddedSubList().forEach(this::add);
                    change.getRemoved().forEach(this::remove);
                  }
                });
  }

  private void add(StackViewModel registry) {
    ClusterSource its = maker.apply(registry);
    made.put(registry, its);
    inOrder();
    its.known().subscribe(now -> know());
  }

  private void remove(StackViewModel registry) {
    ClusterSource its = made.remove(registry);
    inOrder();
    if (its != null) {
      its.close();
    }
    know();
  }

  private void inOrder() {
    sources.setAll(
        registries.all().stream()
            .flatMap(each -> Optional.ofNullable(made.get(each)).stream())
            .toList());
  }

  private void know() {
    known.set(KnownImages.together(sources.stream().map(each -> each.known().get()).toList()));
  }

  /// The default registry first; changes as registries come and go.
  public ObservableList<ClusterSource> sources() {
    return sources;
  }

  /// What is known of all of them; changes as they are connected and read.
  public ReadOnlyObjectProperty<KnownImages> known() {
    return known.getReadOnlyProperty();
  }

  /// The registry that has the first of some images that can be shown.
  public Optional<ClusterSource> holder(List<String> images) {
    return sources.stream()
        .filter(each -> each.known().get().first(images).isPresent())
        .findFirst();
  }

  /// The whole name of a newer image in the registry that an image is named for; empty for none.
  public Fetched<String> newerThan(String image) {
    return holder(List.of(image)).orElseGet(sources::getFirst).newer().than(image);
  }

  @Override
  public void close() {
    made.values().forEach(ClusterSource::close);
  }
}
