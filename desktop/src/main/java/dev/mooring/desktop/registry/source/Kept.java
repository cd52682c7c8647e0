package dev.mooring.desktop.registry.source;

import dev.mooring.document.Document;
import dev.mooring.registry.ImageReferences;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What the list of images remembers over restarts, in every context.
public final class Kept {
  private static final String FOLDED = "folded";
  private static final String UNFOLDED = "unfolded";
  private static final String REPOSITORIES = "repositories";
  private static final String ORDER = "order";
  private static final int MOST = 1_000;

  private final SettingsFile settings;

  public Kept(SettingsFile settings) {
    this.settings = settings;
  }

  private Document images() {
    return settings.settings().get().images();
  }

  private void change(UnaryOperator<Document> change) {
    settings.update(now -> now.withImages(change.apply(now.images())));
  }

  /// Whether somebody folded a part of the list.
  ///
  /// @param usual how it is where nobody did either
  boolean isFolded(String key, boolean usual) {
    return images().at(usual ? UNFOLDED : FOLDED).texts().contains(key) != usual;
  }

  void fold(String key, boolean usual, boolean folded) {
    change(
        now ->
            now.with(
                texts(now, folded != usual, key, usual ? UNFOLDED : FOLDED),
                usual ? UNFOLDED : FOLDED));
  }

  private static Document texts(Document from, boolean with, String one, String... at) {
    Set<String> texts = new TreeSet<>(from.at(at).texts());
    if (with && texts.size() < MOST) {
      texts.add(one);
    } else if (!with) {
      texts.remove(one);
    }
    return Document.of(new ArrayList<>(texts));
  }

  /// The repositories that the user named of a registry that lists none.
  List<String> repositories(String registry) {
    return images().at(REPOSITORIES, registry).texts().stream()
        .filter(ImageReferences::isRepository)
        .limit(MOST)
        .toList();
  }

  void add(String registry, String repository) {
    change(
        now ->
            now.with(texts(now, true, repository, REPOSITORIES, registry), REPOSITORIES, registry));
  }

  void remove(String registry, String repository) {
    change(
        now ->
            now.with(
                texts(now, false, repository, REPOSITORIES, registry), REPOSITORIES, registry));
  }

  /// The order of tags; empty for the usual one.
  public Optional<Order> order() {
    Document kept = images().at(ORDER);
    return kept.at("by").text().map(by -> new Order(by, kept.at("descending").isTrue()));
  }

  public void order(Optional<Order> next) {
    change(
        now ->
            next.isEmpty()
                ? now.without(ORDER)
                : now.with(
                    Document.of(
                        Map.of("by", next.get().by(), "descending", next.get().descending())),
                    ORDER));
  }

  /// @param by a column
  public record Order(String by, boolean descending) {}
}
