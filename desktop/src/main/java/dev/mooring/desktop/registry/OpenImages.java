package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.desktop.stack.RegistriesViewModel;
import dev.mooring.desktop.stack.StackViewModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;

/// What is in the registries of a context, for those who name its images. On the UI's thread.
public final class OpenImages implements AutoCloseable {
  private final RegistriesViewModel registries;
  private final Function<StackViewModel, ImagesViewModel> maker;
  private final Map<StackViewModel, ImagesViewModel> made = new HashMap<>();
  private final ReadOnlyObjectWrapper<KnownImages> known =
      new ReadOnlyObjectWrapper<>(KnownImages.nothing());

  /// @param maker for each registry, once
  public OpenImages(
      RegistriesViewModel registries, Function<StackViewModel, ImagesViewModel> maker) {
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
    ImagesViewModel its = maker.apply(registry);
    made.put(registry, its);
    its.known().subscribe(now -> know());
  }

  private void remove(StackViewModel registry) {
    ImagesViewModel its = made.remove(registry);
    if (its != null) {
      its.close();
    }
    know();
  }

  private void know() {
    known.set(
        KnownImages.together(
            registries.all().stream()
                .flatMap(each -> Optional.ofNullable(made.get(each)).stream())
                .map(each -> each.known().get())
                .toList()));
  }

  /// What is in one of them.
  public ImagesViewModel of(StackViewModel registry) {
    return made.computeIfAbsent(registry, maker);
  }

  /// What is known of all of them; changes as they are connected and read.
  public ReadOnlyObjectProperty<KnownImages> known() {
    return known.getReadOnlyProperty();
  }

  /// The registry that has the first of some images that can be shown.
  public Optional<StackViewModel> holder(List<String> images) {
    return registries.all().stream()
        .filter(each -> of(each).known().get().first(images).isPresent())
        .findFirst();
  }

  /// The whole name of a newer image in the registry that an image is named for; empty for none.
  public Fetched<String> newerThan(String image) {
    return of(holder(List.of(image)).orElse(registries.first())).newer().than(image);
  }

  @Override
  public void close() {
    made.values().forEach(ImagesViewModel::close);
  }
}
