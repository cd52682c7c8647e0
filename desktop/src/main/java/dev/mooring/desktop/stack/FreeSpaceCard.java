package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageSummary;
import dev.mooring.stack.collect.Retention;
import dev.mooring.stack.collect.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;

/// Which old images go, and then what these are, before anything does.
final class FreeSpaceCard {
  private FreeSpaceCard() {}

  static void open(StorageJobs storage, Surface surface) {
    TextField keepLast = field("space-keep-last", Messages.of("keep-all"));
    TextField olderThan = field("space-older-than", Messages.of("any-age"));
    TextField patterns = field("space-match", Messages.of("all-images"));
    CheckBox untagged = new CheckBox(Messages.of("also-untagged"));
    untagged.setId("space-untagged");
    untagged.setSelected(true);
    Form form =
        new Form(Messages.of("free-space-title", storage.words()))
            .field(Messages.of("keep-newest"), keepLast, "")
            .field(Messages.of("older-than"), olderThan, Messages.of("older-than-help"))
            .field(Messages.of("only-matching"), patterns, Messages.of("only-matching-help"))
            .add(untagged);
    Runnable look =
        () -> {
          Retention rules;
          try {
            rules =
                rules(
                    keepLast.getText().strip(),
                    olderThan.getText().strip(),
                    patterns.getText().strip());
          } catch (MooringException e) {
            form.refuse(e.problem());
            return;
          }
          boolean all = untagged.isSelected();
          surface.closeCard();
          Fetched<Selection> selection = storage.select(rules);
          selection.then(chosen -> ask(storage, surface, chosen, all), surface::tell);
        };
    Button next = Controls.primary(Messages.of("show-what-goes"), look);
    next.setId("space-next");
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), next);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private static TextField field(String id, String prompt) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    return field;
  }

  private static Retention rules(String keepLast, String olderThan, String patterns) {
    return new Retention(
        keepLast.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(keepLast)),
        olderThan.isEmpty() ? Optional.empty() : Optional.of(Retention.age(olderThan)),
        Stream.of(patterns.split("[,\\s]+", -1)).filter(each -> !each.isEmpty()).toList());
  }

  /// What is no number is refused as one that is too small.
  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static void ask(
      StorageJobs storage, Surface surface, Selection chosen, boolean untagged) {
    List<String> lines = new ArrayList<>(chosen.going().stream().map(each -> line(each)).toList());
    chosen.inUse().forEach(each -> lines.add(Messages.of("stays-in-use", name(each))));
    int tags = chosen.going().size();
    String what =
        tags == 0
            ? Messages.of("no-tags-go")
            : Messages.count("tags-go", tags, Words.size(chosen.size()));
    surface.confirm(
        new Surface.Question(
            Messages.of("free-space-question", storage.words()),
            untagged
                ? Messages.of("tags-and-untagged-go", what)
                : Messages.of("only-tags-go", what),
            lines,
            Messages.of("free-space")),
        () -> storage.collect(chosen, untagged));
  }

  private static String name(ImageSummary image) {
    return image.repository() + ":" + image.tag();
  }

  private static String line(ImageSummary image) {
    return Messages.of("image-and-size", name(image), Words.size(image.size()));
  }
}
