package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Surface;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/// What stands at the right of the list: the selected forward, or a form. A form that was filled in
/// is not thrown away without a question.
final class ForwardSide {
  private static final double WIDTH = 340;

  private final Page page;
  private final ForwardsViewModel model;
  private final Surface surface;
  private final ForwardsTable table;
  private @Nullable ForwardDetail detail;
  private @Nullable ForwardForm form;
  private @Nullable Node focusBefore;
  private Supplier<@Nullable ContextForward> made = () -> null;

  /// Whether closing the form brings the detail back that it covered.
  private boolean detailUnder;

  ForwardSide(Page page, ForwardsViewModel model, Surface surface, ForwardsTable table) {
    this.page = page;
    this.model = model;
    this.surface = surface;
    this.table = table;
  }

  boolean isOpen() {
    return detail != null || form != null;
  }

  boolean hasForm() {
    return form != null;
  }

  /// The detail of the forward that is selected.
  void detail(ForwardActions.Place place) {
    ContextForward only = table.only();
    if (only == null) {
      return;
    }
    leaving(
        () -> {
          focusBefore = table;
          open(place, only);
        });
  }

  private void open(ForwardActions.Place place, ContextForward forward) {
    forget();
    ForwardDetail pane = new ForwardDetail(model, place, surface, forward, page::closeDetail);
    page.detail(pane, WIDTH, () -> closed(place));
    detail = pane;
  }

  /// @param changed the forward to change; null for a new one
  /// @param then gets the form once it is open
  void form(
      ForwardActions.Place place, @Nullable ContextForward changed, Consumer<ForwardForm> then) {
    leaving(
        () -> {
          if (form == null) {
            detailUnder = detail != null;
            focusBefore = detailUnder ? table : focused();
          }
          forget();
          ForwardsViewModel of = changed == null ? model : changed.of();
          ForwardForm next =
              new ForwardForm(
                  of,
                  of.jobs(model),
                  surface,
                  table.groups(of),
                  changed == null ? null : changed.spec(),
                  name -> made(of, name),
                  this::close);
          page.detail(next, WIDTH, () -> closed(place));
          form = next;
          next.begin();
          then.accept(next);
        });
  }

  /// The next key is about the forward that was made, and it may not be in the list yet.
  private void made(ForwardsViewModel of, String name) {
    focusBefore = table;
    made = () -> table.find(of, name);
    page.closeDetail();
    update();
  }

  /// Keeps what is shown up to date.
  void update() {
    ContextForward came = made.get();
    if (came != null) {
      made = () -> null;
      table.select(came);
      table.requestFocus();
    }
    if (detail == null) {
      return;
    }
    ContextForward selected = table.only();
    ContextForward there = selected == null ? table.again(detail.shown()) : selected;
    if (there == null) {
      page.closeDetail();
    } else {
      detail.show(there);
    }
  }

  /// @return false when nothing was open
  boolean close() {
    if (!isOpen()) {
      return false;
    }
    leaving(page::closeDetail);
    return true;
  }

  private void leaving(Runnable next) {
    if (form != null && form.isDirty()) {
      surface.confirm(
          new Surface.Question(
              Messages.of("discard-question"),
              Messages.of("discard-what"),
              List.of(),
              Messages.of("discard")),
          next);
    } else {
      next.run();
    }
  }

  private void closed(ForwardActions.Place place) {
    ContextForward only = table.only();
    boolean back = form != null && detailUnder;
    Node focus = focusBefore;
    forget();
    focusBefore = null;
    detailUnder = false;
    if (back && only != null) {
      open(place, only);
    }
    if (focus != null && focus.getScene() != null && !focus.isDisabled()) {
      focus.requestFocus();
    } else {
      table.requestFocus();
    }
  }

  private void forget() {
    if (form != null) {
      form.close();
    }
    form = null;
    detail = null;
  }

  private @Nullable Node focused() {
    return page.getScene() == null ? null : page.getScene().getFocusOwner();
  }
}
