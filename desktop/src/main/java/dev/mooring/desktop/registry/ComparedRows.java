package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.compare.CompareViewModel;
import dev.mooring.desktop.registry.compare.Comparing;
import dev.mooring.desktop.registry.compare.Side;
import dev.mooring.desktop.registry.source.ImageSources;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.OutsideRegistries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Images of the connected registry, and of any other, as sides of a comparison.
final class ComparedRows implements Comparing.Images {
  private static final int MOST_NEAR = 50;

  private final Supplier<List<TagRow>> selected;
  private final ImagesViewModel here;
  private final Layers layers;
  private final Jobs reads;
  private final Ui ui;

  /// @param selected rows of the chosen repository
  ComparedRows(
      Supplier<List<TagRow>> selected, ImagesViewModel here, Layers layers, Jobs reads, Ui ui) {
    this.selected = selected;
    this.here = here;
    this.layers = layers;
    this.reads = reads;
    this.ui = ui;
  }

  @Override
  public List<Side> chosen() {
    List<TagRow> rows = new ArrayList<>(selected.get());
    if (rows.isEmpty() || rows.size() > 2) {
      return List.of();
    }
    Optional<ImageSource> source = here.inside();
    if (source.isEmpty()) {
      return List.of();
    }
    if (rows.stream().allMatch(each -> each.summary() != null)) {
      rows.sort(Comparator.comparing(ComparedRows::created));
    }
    return rows.stream().filter(TagRow::isValid).map(each -> side(each, source.get())).toList();
  }

  private static Instant created(TagRow row) {
    ImageSummary summary = row.summary();
    Instant created = summary == null ? null : summary.created();
    return created == null ? Instant.EPOCH : created;
  }

  /// The image that the row is about, wherever its tag has gone meanwhile.
  private static Side side(TagRow row, ImageSource source) {
    ImageSummary summary = row.summary();
    return new Side(
        row.toString(), summary == null ? row.tag() : summary.digest().text(), Side.at(source));
  }

  @Override
  public List<String> near(Side side) {
    List<TagRow> all = here.tags().value();
    return (all == null ? List.<TagRow>of() : all)
        .stream()
            .map(TagRow::toString)
            .filter(each -> !each.equals(side.name()))
            .limit(MOST_NEAR)
            .toList();
  }

  @Override
  public Side named(String text) {
    ImageSources ways = here.source().get().ways();
    OutsideRegistries outside = new OutsideRegistries(ways.settings().get());
    Optional<Registry> registry = here.registry();
    if (registry.isPresent() && outside.named(text).isEmpty()) {
      ImageReference image = ImageReference.parse(text);
      if (image.host().isEmpty() || isHere(image.host())) {
        return new Side(
            image.repository() + separated(image.reference()),
            image.reference(),
            Side.at(registry.get().source(image.repository())));
      }
    }
    OutsideRegistries.Source source = outside.source(text);
    return new Side(text, source.image().reference(), () -> opened(source, ways));
  }

  private boolean isHere(String host) {
    return host.equals(here.host()) || here.source().get().hosts().contains(host);
  }

  private static String separated(String reference) {
    return (reference.contains(":") ? "@" : ":") + reference;
  }

  private static Side.Opened opened(OutsideRegistries.Source source, ImageSources ways) {
    RemoteRegistries.Remote remote = source.open(ways.remotes(), WayOut.OF_MACHINE);
    Function<RemoteRegistries.Remote, ImageSource> of =
        each -> each.registry().source(source.image().repository());
    return new Side.Opened() {
      @Override
      public ImageSource source() {
        return of.apply(remote);
      }

      @Override
      public void close() {
        remote.close();
      }
    };
  }

  @Override
  public CompareViewModel compare(Side from, Side to) {
    return new CompareViewModel(from, to, layers, reads, ui);
  }
}
