package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Ticks;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.HttpRequest;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What happened to a forward, and the requests that went through it; read anew every second.
final class ForwardTabs extends TabPane {
  static final double LEAST = 180;
  private static final Ticks LOOKS = new Ticks(Duration.ofSeconds(1));

  private final ListView<ForwardEvent> history = new ListView<>();
  private final ListView<HttpRequest> requests = new ListView<>();
  private final Label recording = Controls.text("", Tokens.SECONDARY);
  private final Runnable look = this::look;
  private final Button record;
  private final Button stop;
  private ContextForward now;

  ForwardTabs(ForwardActions can, ContextForward first) {
    this.now = first;
    record = Actions.button(can.of(ForwardAction.RECORD));
    stop = Actions.button(can.of(ForwardAction.STOP_RECORDING));
    history.setId("forward-history");
    history.setCellFactory(EventCell::new);
    list(history, Messages.of("history-newest-first"), Messages.of("history-empty"));
    requests.setCellFactory(RequestCell::new);
    list(requests, Messages.of("requests-newest-first"), Messages.of("requests-empty"));
    VBox.setVgrow(requests, Priority.ALWAYS);
    HBox.setHgrow(recording, Priority.ALWAYS);
    recording.setMaxWidth(Double.MAX_VALUE);
    VBox pane = new VBox(Tokens.GAP, requests, new HBox(Tokens.GROUP, recording, record, stop));
    getTabs().setAll(tab(Messages.of("history"), history), tab(Messages.of("requests"), pane));
    setId("forward-tabs");
    setAccessibleText(Messages.of("history-and-requests"));
    setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
    setMinHeight(LEAST);
    setPrefHeight(LEAST);
    sceneProperty()
        .addListener(
            (property, before, scene) -> {
              if (scene == null) {
                LOOKS.remove(look);
              } else {
                LOOKS.add(look);
              }
            });
  }

  void show(ContextForward next) {
    boolean another = !next.is(now);
    now = next;
    boolean records = next.spec().requests();
    recording.setText(
        records ? Messages.of("requests-recorded") : Messages.of("requests-not-recorded"));
    Controls.show(requests, records);
    Controls.show(record, !records);
    Controls.show(stop, records);
    if (another || history.getItems().isEmpty()) {
      look();
    }
  }

  private void look() {
    String name = now.name();
    show(history, now.of().events(name).reversed());
    if (now.spec().requests()) {
      show(requests, now.of().requests(name).reversed());
    }
  }

  private static <T> void show(ListView<T> list, List<T> all) {
    if (!all.equals(list.getItems())) {
      list.getItems().setAll(all);
    }
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
}
