package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Sparkline;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.Pick;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// One forward: where it listens, what is behind it, what happened to it.
final class ForwardDetail extends VBox {
  private static final double MOST_ABOUT = 250;
  private static final double LEAST_ABOUT = 96;
  private static final double LEAST_TABS = 180;

  private static final Duration BETWEEN_LOOKS = Duration.seconds(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final ForwardsViewModel model;
  private final Surface surface;
  private final Label name = Controls.label("", Tokens.SECTION_TITLE);
  private final StateLabel state = new StateLabel();
  private final Button startOrStop = Controls.button(Messages.of("stop"), this::startOrStop);
  private final Button restart = Controls.button(Messages.of("restart"), this::restart);
  private final Button browse;
  private final GridPane facts = new GridPane(12, 4);
  private final Sparkline minute = new Sparkline(60, 96, 24);
  private final Label traffic = Controls.text("", Tokens.SECONDARY);
  private final ListView<ForwardEvent> history = new ListView<>();
  private final ListView<HttpRequest> requests = new ListView<>();
  private final Label noting = Controls.text("", Tokens.SECONDARY);
  private final Button note = Controls.button(Messages.of("note-requests"), this::note);
  private final VBox requestsPane =
      new VBox(Tokens.GAP, requests, new HBox(Tokens.GROUP, noting, note));
  private final Timeline clock = new Timeline(new KeyFrame(BETWEEN_LOOKS, event -> look()));
  private List<List<String>> told = List.of();
  private ForwardStatus now;

  /// @param edit opens the form over a forward
  ForwardDetail(
      ForwardsViewModel model,
      Surface surface,
      ForwardStatus first,
      Consumer<ForwardStatus> edit,
      Consumer<ForwardStatus> open,
      Runnable close) {
    this.model = model;
    this.surface = surface;
    this.now = first;
    this.browse =
        Controls.icon(
            Feather.EXTERNAL_LINK, Messages.of("open-in-browser"), () -> open.accept(now));
    setId("forward-detail");
    HBox head =
        new HBox(
            Tokens.GAP,
            name,
            Controls.spacer(),
            Controls.icon(Feather.X, Messages.of("close-the-detail-esc"), close));
    head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    state.label().setWrapText(true);
    HBox buttons =
        new HBox(
            Tokens.GAP,
            startOrStop,
            restart,
            Controls.button(Messages.of("edit"), () -> edit.accept(now)),
            browse);
    startOrStop.setId("detail-start-stop");
    HBox flow = new HBox(12, minute, traffic);
    flow.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    VBox all = new VBox(12, facts, flow);
    // Whole where there is room, but the history keeps some.
    LowScroll about = new LowScroll(all, LEAST_ABOUT, MOST_ABOUT);
    about.setAccessibleText(Messages.of("about-this-forward"));
    TabPane tabs =
        new TabPane(
            tab(Messages.of("history"), historyNode()), tab(Messages.of("requests"), requestsPane));
    tabs.setId("forward-tabs");
    tabs.setAccessibleText(Messages.of("history-and-requests"));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.setMinHeight(LEAST_TABS);
    tabs.setPrefHeight(LEAST_TABS);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    VBox.setVgrow(about, Priority.SOMETIMES);
    getChildren().addAll(head, state, buttons, about, tabs);
    note.setId("note-requests");
    VBox.setVgrow(requests, Priority.ALWAYS);
    HBox.setHgrow(noting, Priority.ALWAYS);
    noting.setMaxWidth(Double.MAX_VALUE);
    list(requests, Messages.of("requests-the-newest-first"), Messages.of("no-request-yet"));
    requests.setCellFactory(RequestCell::new);
    clock.setCycleCount(Animation.INDEFINITE);
    sceneProperty()
        .addListener(
            (property, before, scene) -> {
              if (scene == null) {
                clock.stop();
              } else {
                clock.play();
              }
            });
    show(first);
  }

  String name() {
    return now.spec().name();
  }

  void show(ForwardStatus next) {
    boolean another = !next.spec().name().equals(now.spec().name());
    now = next;
    ForwardSpec spec = next.spec();
    boolean stopped = next.state() instanceof ForwardStatus.State.Stopped;
    name.setText(spec.name());
    Said said = Said.of(next.state());
    state.show(said.tone(), said.words());
    startOrStop.setText(stopped ? Messages.of("start") : Messages.of("stop"));
    Controls.show(restart, !stopped);
    Controls.show(browse, !stopped && !Address.url(next).isEmpty());
    facts(next);
    Controls.show(minute, !stopped);
    minute.show(next.rates());
    traffic.setText(
        stopped
            ? ""
            : Messages.of(
                "s-in-out",
                Words.size(next.rate()),
                Words.size(next.received()),
                Words.size(next.sent())));
    note.setText(spec.requests() ? Messages.of("stop-noting") : Messages.of("note-requests"));
    noting.setText(
        spec.requests()
            ? Messages.of("the-last-500-without-headers-and")
            : "Method, path, status, time and size of HTTP/1 requests can be listed here. It is off.");
    Controls.show(requests, spec.requests());
    if (another || history.getItems().isEmpty()) {
      look();
    }
  }

  /// A grid is put together anew only when a line of it says something else.
  private void facts(ForwardStatus next) {
    ForwardSpec spec = next.spec();
    List<List<String>> all = new java.util.ArrayList<>();
    List<String> listening = Address.all(next);
    boolean live = !listening.isEmpty();
    all.add(fact(Messages.of("address"), true, live ? listening : List.of(Address.of(next))));
    all.add(fact(Messages.of("url"), live, live ? List.of(Address.url(next)) : List.of()));
    String alias = spec.local().alias();
    if (!alias.isEmpty()) {
      all.add(
          fact(
              Messages.of("hosts-line"),
              true,
              List.of(Address.hostsLines(spec.local().addresses(), alias).split("\n"))));
    }
    all.add(
        fact(
            Messages.of("tls"),
            false,
            spec.local().tls() ? List.of(Messages.of("yes-own-certificate")) : List.of()));
    all.add(fact(Messages.of("leads-to"), false, List.of(ForwardsTable.target(next))));
    all.add(fact(Messages.of("namespace"), false, List.of(spec.target().namespace())));
    all.add(
        fact(
            Messages.of("pods"),
            true,
            next.state() instanceof ForwardStatus.State.Stopped
                ? List.of()
                : next.pods().isEmpty() ? List.of(Messages.of("none-is-ready")) : next.pods()));
    all.add(fact(Messages.of("picks"), false, List.of(words(spec.pick()))));
    all.add(fact(Messages.of("group"), false, List.of(spec.group())));
    all.add(
        fact(
            Messages.of("connections"),
            false,
            next.connections() == 0
                ? List.of()
                : List.of(Messages.of("open", next.connections()))));
    all.removeIf(each -> String.join("", each.subList(2, each.size())).isEmpty());
    if (all.equals(told)) {
      return;
    }
    told = all;
    facts.getChildren().clear();
    for (int row = 0; row < all.size(); row++) {
      List<String> each = all.get(row);
      Label title = Controls.label(each.getFirst(), Tokens.SECONDARY);
      title.setMinWidth(Region.USE_PREF_SIZE);
      GridPane.setValignment(title, javafx.geometry.VPos.TOP);
      VBox values = new VBox();
      for (String value : each.subList(2, each.size())) {
        values.getChildren().add(value(each.getFirst(), value, each.get(1).equals("copy")));
      }
      facts.addRow(row, title, values);
    }
  }

  private static List<String> fact(String title, boolean copy, List<String> values) {
    List<String> fact = new java.util.ArrayList<>(List.of(title, copy ? "copy" : ""));
    values.stream().limit(12).forEach(fact::add);
    if (values.size() > 12) {
      fact.add(Messages.of("and-more", values.size() - 12));
    }
    return fact;
  }

  private Node value(String title, String value, boolean copy) {
    boolean words = value.startsWith("and ") || value.startsWith("none ");
    if (copy && !words) {
      return Controls.copyable(value, title.toLowerCase(Locale.ROOT), surface);
    }
    return title.equals("Leads to") || title.equals("Namespace")
        ? Controls.text(value, Tokens.MONO)
        : Controls.text(value);
  }

  static String words(Pick pick) {
    return switch (pick.way()) {
      case STICKY -> Messages.of("the-pod-that-served-last");
      case ROUND_ROBIN -> Messages.of("each-pod-in-turn");
      case PINNED -> Messages.of("only", pick.pod());
    };
  }

  private Node historyNode() {
    history.setId("forward-history");
    list(history, Messages.of("history-the-newest-first"), Messages.of("nothing-happened-yet"));
    history.setCellFactory(EventCell::new);
    return history;
  }

  private static void list(ListView<?> list, String accessible, String placeholder) {
    list.setAccessibleText(accessible);
    list.getStyleClass().add("plain-list");
    list.setPlaceholder(Controls.text(placeholder, Tokens.SECONDARY));
  }

  private static Tab tab(String title, Node content) {
    StackPane frame = new StackPane(content);
    frame.getStyleClass().add("tab-frame");
    return new Tab(title, frame);
  }

  private void look() {
    List<ForwardEvent> events = model.events(name()).reversed();
    if (!events.equals(history.getItems())) {
      history.getItems().setAll(events);
    }
    if (now.spec().requests()) {
      List<HttpRequest> all = model.requests(name()).reversed();
      if (!all.equals(requests.getItems())) {
        requests.getItems().setAll(all);
      }
    }
  }

  private void startOrStop() {
    if (now.state() instanceof ForwardStatus.State.Stopped) {
      model.jobs().start(List.of(now.spec()));
    } else {
      model.jobs().stop(List.of(now.spec()));
    }
  }

  private void restart() {
    model.jobs().start(List.of(now.spec()));
  }

  private void note() {
    ForwardSpec next = now.spec().withRequests(!now.spec().requests());
    if (now.state() instanceof ForwardStatus.State.Stopped) {
      model.jobs().change(name(), next);
      return;
    }
    surface.confirm(
        new Surface.Question(
            (next.requests()
                    ? Messages.of("note-the-requests-of")
                    : Messages.of("stop-noting-the-requests-of"))
                + name()
                + "?",
            Messages.of("the-forward-is-restarted-for-it"),
            List.of(),
            Messages.of("restart-it")),
        () -> model.jobs().change(name(), next));
  }

  private static final class EventCell extends ListCell<ForwardEvent> {
    /// Time, dot, gaps and scroll bar.
    private static final double REST = 116;

    private final Label time = Controls.label("", Tokens.SECONDARY);
    private final Region dot = new Region();
    private final Label words = Controls.text("");
    private final HBox box;

    EventCell(ListView<ForwardEvent> list) {
      time.setMinWidth(Region.USE_PREF_SIZE);
      StackPane mark = new StackPane(dot);
      mark.setMinSize(8, 18);
      mark.setMaxHeight(18);
      // Wraps at the list's edge; what is as high as that needs the width beforehand.
      words.prefWidthProperty().bind(list.widthProperty().subtract(REST));
      box = new HBox(Tokens.GAP, time, mark, words);
    }

    @Override
    protected void updateItem(@Nullable ForwardEvent item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(empty || item == null ? null : box);
      if (item != null && !empty) {
        time.setText(TIME.format(item.at()));
        words.setText(item.words());
        dot.getStyleClass().setAll(Tokens.DOT, tone(item.kind()).style());
        setAccessibleText(DAY_AND_TIME.format(item.at()) + " " + item.words());
      }
    }

    private static Tone tone(ForwardEvent.Kind kind) {
      return switch (kind) {
        case STARTED -> Tone.ACCENT;
        case SERVING, BACK -> Tone.SUCCESS;
        case WAITING, LOST, CONNECTION_FAILED -> Tone.WARNING;
        case FAILED -> Tone.DANGER;
        case STOPPED, SWITCHED, NOTED -> Tone.MUTED;
      };
    }
  }
}
