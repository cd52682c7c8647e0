package dev.mooring.desktop.registry.compare;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.LongReadView;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.SearchField;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.Platform;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A page about two images: what it comes to, then what differs.
public final class ComparePane extends BorderPane {
  /// From where on the lines stand beside the list.
  private static final double WIDE = 900;

  private final CompareViewModel model;
  private final Surface surface;
  private final Page page = new Page(Messages.of("compare-images"));
  private final SideLabel from = new SideLabel("compare-from");
  private final SideLabel to = new SideLabel("compare-to");
  private final CheckBox strict = new CheckBox(Messages.of("strict"));
  private final ComboBox<Platform> platform = new ComboBox<>();
  private final Button copy = Controls.button(Messages.of("copy-as-text"), this::copy);
  private final Label layers = Controls.text("", Tokens.SECONDARY);
  private final VBox notes = new VBox(4);
  private final SearchField filter;
  private final DifferenceTree tree = new DifferenceTree();
  private final SplitPane split = new SplitPane();
  private final VBox full;
  private boolean filling;
  private boolean begun;

  /// @param close takes it away
  public ComparePane(CompareViewModel model, Surface surface, Runnable close) {
    this.model = model;
    this.surface = surface;
    setId("compare");
    copy.setId("compare-copy");
    Button leave = Controls.icon(Feather.X, Messages.of("close"), close);
    leave.setId("compare-close");
    page.actions(copy, leave);
    DifferencePane detail = new DifferencePane();
    tree.getSelectionModel()
        .selectedItemProperty()
        .addListener((p, before, now) -> detail.show(tree.chosen()));
    split.getItems().setAll(tree, detail);
    split.getStyleClass().add("compare-split");
    split.widthProperty().subscribe(now -> turn(now.doubleValue()));
    filter =
        new SearchField("compare-filter", Messages.of("filter"), tree::filter, tree::requestFocus);
    VBox.setVgrow(split, Priority.ALWAYS);
    full = new VBox(Tokens.GAP);
    LongReadView<Comparison> body =
        new LongReadView<>(
            model.comparison(),
            surface,
            new LongReadView.Words(
                Messages.of("comparing-these"),
                Messages.of("comparison-stopped"),
                Messages.of("compare-again"),
                "compare-cancel"),
            model::compare,
            new VBox(),
            full,
            this::fill);
    page.content(head(), body);
    setCenter(page);
    model.comparison().state().subscribe(this::state);
  }

  private Node head() {
    strict.setId("compare-strict");
    strict.setTooltip(new javafx.scene.control.Tooltip(Messages.of("strict-help")));
    strict.selectedProperty().addListener((p, before, now) -> model.strict(now));
    platform.setId("compare-platform");
    platform.setAccessibleText(Messages.of("platform"));
    platform.setPrefWidth(128);
    platform
        .valueProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null && !filling) {
                model.choose(now);
              }
            });
    Button swap = Controls.icon(Feather.REPEAT, Messages.of("swap"), model::swap);
    swap.setId("compare-swap");
    for (SideLabel each : java.util.List.of(from, to)) {
      HBox.setHgrow(each, Priority.ALWAYS);
    }
    HBox line = new HBox(Tokens.GAP, from, swap, to, platform, strict);
    strict.setMinWidth(USE_PREF_SIZE);
    line.setAlignment(Pos.CENTER_LEFT);
    Controls.show(platform, false);
    return line;
  }

  private void turn(double room) {
    Orientation next = room >= WIDE ? Orientation.HORIZONTAL : Orientation.VERTICAL;
    if (split.getOrientation() != next || split.getDividers().getFirst().getPosition() == 0.5) {
      split.setOrientation(next);
      split.setDividerPositions(0.6);
    }
  }

  /// What the head says while nothing else is there.
  private void state(LongRead.State<Comparison> now) {
    copy.setDisable(model.comparison().value() == null);
    if (!(now instanceof LongRead.State.Complete<Comparison>)) {
      page.sentence(Tone.MUTED, "");
      from.name(model.from().name());
      to.name(model.to().name());
    }
  }

  private void fill(Comparison now) {
    page.sentence(Outcome.tone(now), Outcome.sentence(now));
    from.show(now.from());
    to.show(now.to());
    filling = true;
    platform.getItems().setAll(now.platforms());
    now.from().chosen().platform().ifPresent(platform::setValue);
    filling = false;
    Controls.show(platform, now.platforms().size() > 1);
    layers.setText(Outcome.layers(now));
    notes.getChildren().clear();
    Outcome.notes(now)
        .forEach(each -> notes.getChildren().add(Controls.text(each, Tokens.SECONDARY)));
    if (now.isOpen()) {
      Button more = Controls.button(Messages.of("read-shared"), model::readShared);
      more.setId("compare-shared");
      more.getStyleClass().add(Styles.SMALL);
      notes.getChildren().add(more);
    }
    Controls.show(notes, !notes.getChildren().isEmpty());
    boolean none =
        now.difference().verdict() != dev.mooring.registry.diff.ImageDifference.Verdict.DIFFERENT;
    full.getChildren().setAll(layers, notes);
    if (none) {
      full.getChildren().add(nothing(now));
    } else {
      full.getChildren().addAll(filter, split);
      tree.show(now.groups());
    }
    if (!begun) {
      begun = true;
      begin();
    }
  }

  private Node nothing(Comparison now) {
    EmptyPane empty = new EmptyPane(Feather.CHECK_CIRCLE, Outcome.explained(now));
    VBox.setVgrow(empty, Priority.ALWAYS);
    return empty;
  }

  /// Where the keyboard begins.
  void begin() {
    if (full.getChildren().contains(split)) {
      Controls.focus(tree);
    } else {
      strict.requestFocus();
    }
  }

  void copy() {
    Comparison now = model.comparison().value();
    if (now != null) {
      surface.copy(DifferenceText.of(now), Messages.of("the-comparison"));
    }
  }
}
