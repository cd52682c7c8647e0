package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Sparkline;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardStatus;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One forward: where it listens, what is behind it, what happened to it.
final class ForwardDetail extends VBox {
  private static final double MOST_ABOUT = 250;
  private static final double LEAST_ABOUT = 96;

  private final Label name = Controls.label("", Tokens.SECTION_TITLE);
  private final StateLabel state = new StateLabel();
  private final ForwardActions can;
  private final Button start;
  private final Button stop;
  private final ForwardFacts facts;
  private final Sparkline minute = new Sparkline(60, 96, 24);
  private final Label traffic = Controls.text("", Tokens.SECONDARY);
  private final ForwardTabs tabs;
  private final ForwardsViewModel model;
  private ContextForward now;

  ForwardDetail(
      ForwardsViewModel model,
      ForwardActions.Place place,
      Surface surface,
      ContextForward first,
      Runnable close) {
    this.model = model;
    this.now = first;
    this.can = new ForwardActions(new SelectedForwards(model, surface, () -> List.of(now)), place);
    this.facts = new ForwardFacts(surface, place.navigation());
    this.tabs = new ForwardTabs(can, first);
    setId("forward-detail");
    HBox head =
        new HBox(
            Tokens.GAP,
            name,
            Controls.spacer(),
            Controls.icon(Feather.X, Messages.of("close-detail"), close));
    head.setAlignment(Pos.CENTER_LEFT);
    state.label().setWrapText(true);
    start = Actions.button(can.of(ForwardAction.START));
    stop = Actions.button(can.of(ForwardAction.STOP));
    HBox buttons =
        new HBox(
            Tokens.GAP,
            start,
            stop,
            Actions.button(can.of(ForwardAction.RESTART)),
            Actions.button(can.of(ForwardAction.EDIT)),
            Actions.icon(can.of(ForwardAction.OPEN)));
    HBox flow = new HBox(12, minute, traffic);
    flow.setAlignment(Pos.CENTER_LEFT);
    VBox all = new VBox(12, facts, flow);
    // Whole where there is room, but the history keeps some.
    LowScroll about = new LowScroll(all, LEAST_ABOUT, MOST_ABOUT);
    about.setAccessibleText(Messages.of("about-this-forward"));
    VBox.setVgrow(tabs, Priority.ALWAYS);
    VBox.setVgrow(about, Priority.SOMETIMES);
    getChildren().addAll(head, state, buttons, about, tabs);
    show(first);
  }

  ContextForward shown() {
    return now;
  }

  void show(ContextForward forward) {
    now = forward;
    ForwardStatus next = forward.status();
    can.update();
    boolean stopped = next.state() instanceof ForwardStatus.State.Stopped;
    name.setText(next.spec().name());
    StateText words = StateText.of(next.state());
    state.show(words.tone(), words.words());
    boolean running = ForwardJobs.runs(next);
    Controls.show(start, !running);
    Controls.show(stop, running);
    facts.show(next, forward.of().equals(model) ? "" : forward.of().context());
    Controls.show(minute, !stopped);
    minute.show(next.rates());
    traffic.setText(
        stopped
            ? ""
            : Messages.of(
                "traffic-in-out",
                Words.size(next.rate()),
                Words.size(next.received()),
                Words.size(next.sent())));
    tabs.show(forward);
  }
}
