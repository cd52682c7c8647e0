package dev.mooring.desktop.app;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.forward.ForwardsView;
import dev.mooring.desktop.forward.LinkCard;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.shell.Contexts;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.shell.ShellView;
import dev.mooring.desktop.shell.ShellViewModel;
import dev.mooring.forward.ForwardLink;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `mooring://` link on its way to the form of a new forward. It waits for the context that is to
/// be in view, or for its failure.
final class LinkOffer {
  private final ShellViewModel model;
  private final ShellView view;
  private @Nullable ForwardLink proposed;

  /// What the user agreed to start.
  private @Nullable ForwardLink accepted;

  LinkOffer(ShellViewModel model, ShellView view) {
    this.model = model;
    this.view = view;
    model.opened().onValue(now -> offer());
    model
        .opened()
        .face()
        .addListener(
            (property, before, face) -> {
              if (face instanceof Face.Failed<Contexts.Opened>) {
                offer();
              }
            });
  }

  /// Shows the form as the link proposes it, or asks before another context is opened for it;
  /// nothing starts before the user says so.
  void open(ForwardLink link) {
    proposed = link;
    accepted = null;
    offer();
  }

  private void offer() {
    ForwardLink link = proposed;
    if (link == null) {
      return;
    }
    Contexts.Opened now = model.opened().value();
    String context = link.context();
    if (now != null && (context.isEmpty() || context.equals(now.context().name()))) {
      if (view.screen(Place.FORWARDS) instanceof ForwardsView forwards) {
        proposed = null;
        model.place().set(Place.FORWARDS);
        if (link.equals(accepted)) {
          forwards.start(link);
        } else {
          forwards.offer(link);
        }
        accepted = null;
      }
    } else if (!context.isEmpty()
        && !link.equals(accepted)
        && (now != null || model.opened().face().getValue() instanceof Face.Failed<?>)) {
      ask(link);
    }
  }

  /// A link is anybody's word: nothing of another context is opened or remembered before the user
  /// agrees.
  private void ask(ForwardLink link) {
    List<Context> known = model.list().value();
    if (known == null) {
      return;
    }
    proposed = null;
    if (known.stream().noneMatch(each -> each.name().equals(link.context()))) {
      view.surface()
          .tell(
              new Problem(
                  Code.CONTEXT_MISSING,
                  Messages.of("the-link-is-for-a-context"),
                  Messages.of("your-kubeconfig-has-no-context", link.context()),
                  new Remedy.Advice(Messages.of("choose-a-context-yourself-and-create"))));
      return;
    }
    LinkCard.open(
        link,
        view.surface(),
        () -> {
          proposed = link;
          accepted = link;
          model.open(link.context());
          offer();
        });
  }
}
