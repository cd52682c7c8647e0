package dev.mooring.desktop.debug;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.workload.PodContainer;
import java.util.List;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A live log below the workloads.
final class LogPane extends VBox implements AutoCloseable {
  private static final double LINE = 18;
  private static final double HEIGHT = 240;

  private final LogTail tail;
  private final FilteredList<String> shown;
  private final ListView<String> list;
  private final ComboBox<PodContainer> source = new ComboBox<>();
  private final Label state = Controls.label("", Tokens.SECONDARY);
  private final Label why = Controls.text("", Tokens.SECONDARY);

  LogPane(LogTail tail, Runnable close) {
    super(Tokens.GAP);
    this.tail = tail;
    shown = new FilteredList<>(tail.lines());
    list = new ListView<>(shown);
    list.setId("log-lines");
    list.setAccessibleText(Messages.of("logs-of", tail.target().words()));
    list.getStyleClass().addAll(Tokens.MONO, "dense");
    list.setFixedCellSize(LINE);
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    setVgrow(list, Priority.ALWAYS);
    TextField search = new TextField();
    search.setId("log-search");
    search.setPromptText(Messages.of("search-logs"));
    search.setAccessibleText(Messages.of("search-logs"));
    search.textProperty().addListener((p, before, now) -> filter(now));
    ToggleButton pause = new ToggleButton(Messages.of("pause"));
    pause.setId("log-pause");
    pause.selectedProperty().bindBidirectional(tail.paused());
    source.setId("log-source");
    source.setAccessibleText(Messages.of("pod-and-container"));
    source.setMaxWidth(360);
    source.setConverter(new Names());
    source
        .valueProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                tail.follow(now);
              }
            });
    Tooltip chosen = new Tooltip();
    chosen.textProperty().bind(source.valueProperty().map(LogPane::words).orElse(""));
    source.setTooltip(chosen);
    // Why nothing comes any more has a line of its own: it may be long.
    tail.state().subscribe(this::show);
    Label title =
        Controls.label(Messages.of("logs-of", tail.target().name()), Tokens.SECTION_TITLE);
    title.setMinWidth(USE_PREF_SIZE);
    pause.setMinWidth(USE_PREF_SIZE);
    HBox head =
        new HBox(
            Tokens.GAP,
            title,
            source,
            state,
            Controls.spacer(),
            search,
            pause,
            Controls.icon(Feather.X, Messages.of("close-logs"), close));
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(head, why, list);
    // Under the page, as wide as it and its detail.
    getStyleClass().add("log-pane");
    setPadding(new Insets(Tokens.GAP, Tokens.EDGE, Tokens.GROUP, Tokens.EDGE));
    setMinHeight(120);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    // The newest line stays in view until somebody pauses.
    shown.addListener(
        (ListChangeListener<String>)
            change -> {
              if (!tail.paused().get() && !shown.isEmpty()) {
                list.scrollTo(shown.size() - 1);
              }
            });
    tail.sources().then(this::fill, problem -> fail(problem.what() + ": " + problem.why()));
    tail.look();
  }

  private void fill(List<PodContainer> all) {
    source.getItems().setAll(all);
    if (all.isEmpty()) {
      fail(Messages.of("no-pods"));
    } else {
      source.setValue(all.getFirst());
    }
  }

  private void fail(String reason) {
    list.setPlaceholder(Controls.text(reason, Tokens.SECONDARY));
  }

  private void show(String words) {
    boolean live = words.equals(Messages.of("live"));
    state.setText(live ? words : "");
    why.setText(live ? "" : words);
    Controls.show(state, live);
    Controls.show(why, !why.getText().isEmpty());
  }

  private static String words(PodContainer of) {
    return of.pod() + " · " + of.container();
  }

  private void filter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    shown.setPredicate(line -> line.toLowerCase(Locale.ROOT).contains(wanted));
  }

  @Override
  public void close() {
    tail.close();
  }

  private static final class Names extends StringConverter<PodContainer> {
    @Override
    public String toString(@Nullable PodContainer source) {
      return source == null ? "" : words(source);
    }

    @Override
    public PodContainer fromString(String text) {
      throw new UnsupportedOperationException(text);
    }
  }
}
