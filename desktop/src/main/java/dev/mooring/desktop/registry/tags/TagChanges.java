package dev.mooring.desktop.registry.tags;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.registry.Digest;
import dev.mooring.registry.tags.Undo;
import java.util.List;

/// Changes what tags name: asks where a tag would lose what it names, and offers to take it back.
final class TagChanges {
  private final TagsViewModel model;
  private final Surface surface;

  TagChanges(TagsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
  }

  /// Puts a tag back to what it named.
  void putBack(String repository, String tag, Digest to) {
    asked(model.puttingBack(repository, tag, to), Messages.of("put-back-2"));
  }

  /// Undoes the last change of this user's Moorings, which nobody may see in this place.
  void undoLast() {
    model
        .undoing()
        .then(
            undo ->
                surface.ask(
                    new Surface.Question(
                        Messages.of("undo-the-last-change", undo.repository()),
                        Messages.of("images-stay"),
                        lines(undo),
                        Messages.of("undo-verb")),
                    () -> run(undo)),
            surface::tell);
  }

  private void asked(Fetched<Undo> plan, String verb) {
    plan.then(undo -> asked(undo, verb), surface::tell);
  }

  /// Runs it, after a question where a tag loses what it names.
  void asked(Undo undo, String verb) {
    if (!undo.replaces()) {
      run(undo);
      return;
    }
    Undo.Step first = undo.steps().getFirst();
    surface.ask(
        new Surface.Question(
            Messages.of("move-this-tag", undo.repository() + ":" + first.tag()),
            Messages.of("it-names-another-image"),
            lines(undo),
            verb),
        () -> run(undo));
  }

  /// "ana/app:3  sha256:9f3a5c0d21be → sha256:0a1b2c3d4e5f".
  private static List<String> lines(Undo undo) {
    return undo.steps().stream().map(each -> line(undo.repository(), each)).toList();
  }

  private static String line(String repository, Undo.Step step) {
    String now = step.now().map(Digest::brief).orElse("");
    String back = step.back().map(Digest::brief).orElse("");
    return step.removes()
        ? Messages.of("is-removed", repository, step.tag(), now)
        : now.isEmpty()
            ? Messages.of("comes-back", repository, step.tag(), back)
            : Messages.of("is-moved", repository, step.tag(), now, back);
  }

  private void run(Undo undo) {
    model.run(undo).then(done -> surface.undo(sentence(done), () -> revert(done)), surface::tell);
  }

  private void revert(Undo undo) {
    model.revert(undo).then(done -> {}, surface::tell);
  }

  private static String sentence(Undo undo) {
    Undo.Step first = undo.steps().getFirst();
    String name = undo.repository() + ":" + first.tag();
    String sentence =
        first.back().isEmpty()
            ? Messages.of("removed", name)
            : first.now().isEmpty()
                ? Messages.of("tagged", name, first.back().get().brief())
                : Messages.of("moved", name, first.now().get().brief(), first.back().get().brief());
    int more = undo.steps().size() - 1;
    return more == 0 ? sentence : sentence + " " + Messages.count("and-tags", more);
  }
}
