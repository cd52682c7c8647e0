package dev.mooring.desktop.registry.image;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.space.SharedSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What an image takes unpacked, and how much of it is its own: told where it is known, else read
/// for whoever asks.
final class SizeLines {
  private final ImageViewModel model;
  private final HBox unpacked = line();
  private final VBox unique = new VBox(4);

  SizeLines(ImageViewModel model) {
    this.model = model;
    HBox.setHgrow(unique, Priority.ALWAYS);
    model.files().reading().subscribe(this::unpacked);
    model.sharing().state().subscribe(this::unique);
  }

  /// @param line puts a key before what is told
  List<Node> lines(boolean files, BiFunction<String, Region, HBox> line) {
    List<Node> lines = new ArrayList<>();
    if (files) {
      lines.add(line.apply(Messages.of("unpacked"), unpacked));
    }
    lines.add(line.apply(Messages.of("unique"), unique));
    return lines;
  }

  private static HBox line(Node... nodes) {
    HBox line = new HBox(Tokens.GAP, nodes);
    line.setAlignment(Pos.BASELINE_LEFT);
    return line;
  }

  private void unpacked(Reading now) {
    if (now.is(Reading.State.COMPLETE)) {
      TreeSums sums = model.files().sums();
      long hidden = sums.wasted();
      String all = Words.size(sums.bytes() + hidden);
      unpacked
          .getChildren()
          .setAll(told(hidden == 0 ? all : Messages.of("unpacked-of", all, Words.size(hidden))));
    } else if (now.is(Reading.State.RUNNING)) {
      unpacked
          .getChildren()
          .setAll(
              Controls.label(
                  now.total() == 0
                      ? Messages.of("reading-layers")
                      : Messages.of("of", Words.size(now.done()), Words.size(now.total())),
                  Tokens.SECONDARY),
              small(Messages.of("cancel"), "", "image-unpacked-cancel", model.files()::stop));
    } else {
      unpacked
          .getChildren()
          .setAll(
              small(
                  Messages.of("read-layers"),
                  Messages.of("read-layers-help"),
                  "image-unpacked",
                  this::read));
    }
  }

  private void read() {
    model.files().look();
    if (!model.files().reading().get().is(Reading.State.RUNNING)) {
      model.files().read();
    }
  }

  private void unique(LongRead.State<SharedSize> now) {
    switch (now) {
      case LongRead.State.NotBegun<SharedSize> none -> unique.getChildren().setAll(compare());
      case LongRead.State.Running<SharedSize> running ->
          unique
              .getChildren()
              .setAll(
                  line(
                      Controls.label(
                          running.total() == 0
                              ? Messages.of("reading-tags")
                              : Messages.of("of", running.done(), running.total()),
                          Tokens.SECONDARY),
                      small(
                          Messages.of("cancel"),
                          "",
                          "image-unique-cancel",
                          model.sharing()::stop)));
      case LongRead.State.Stopped<SharedSize> stopped ->
          unique
              .getChildren()
              .setAll(Controls.label(Messages.of("stopped"), Tokens.SECONDARY), compare());
      case LongRead.State.Failed<SharedSize>(var problem) ->
          unique
              .getChildren()
              .setAll(
                  Controls.text(
                      problem.what() + ". " + ProblemPane.sentence(problem.why()),
                      Tokens.SECONDARY),
                  compare());
      case LongRead.State.Complete<SharedSize>(var size) -> unique.getChildren().setAll(told(size));
    }
  }

  private Button compare() {
    return small(
        Messages.of("compare-with-tags"),
        Messages.of("compare-with-tags-help"),
        "image-unique",
        model::share);
  }

  private List<Node> told(SharedSize size) {
    List<String> facts = new ArrayList<>();
    facts.add(
        size.compared() == 0
            ? Messages.of("no-other-tags", model.place())
            : Messages.count("compared-with", size.compared(), model.place()));
    // One of them is the tag itself.
    if (size.same() > 1) {
      facts.add(Messages.count("same-image", size.same() - 1));
    }
    if (size.left() > 0) {
      facts.add(Messages.count("tags-left", size.left()));
    }
    if (size.unread() > 0) {
      facts.add(Messages.count("tags-unread", size.unread()));
    }
    return List.of(
        told(Messages.of("unique-of", Words.size(size.unique()), Words.size(size.shared()))),
        Controls.text(String.join("; ", facts), Tokens.SECONDARY));
  }

  private static Label told(String words) {
    Label label = Controls.text(words, Tokens.MONO);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }

  private static Button small(String words, String help, String id, Runnable run) {
    Button button = Controls.button(words, run);
    button.setId(id);
    button.getStyleClass().add(Styles.SMALL);
    if (!help.isEmpty()) {
      button.setTooltip(new Tooltip(help));
      button.setAccessibleHelp(help);
    }
    return button;
  }
}
