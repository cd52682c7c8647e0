package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Dirty;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.platform.Browser;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.event.EventTarget;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What lies over the window: a card, questions about it, and toasts.
final class Layers extends StackPane implements Surface {
  private static final Duration TOAST = Duration.seconds(4);
  private static final Duration UNDO = Duration.seconds(10);
  private static final int MOST_TOASTS = 3;
  private static final String DISCARD = "discard-changes";

  private final Ui ui;
  private final Function<String, Optional<Way>> ways;
  private final BiConsumer<Surface, String> settings;
  private final Consumer<Screen> show;
  private final StackPane scrim = new StackPane();
  private final VBox toasts = new VBox(Tokens.GAP);

  /// The one on top first.
  private final Deque<Card> cards = new ArrayDeque<>();

  /// @param focusBefore where the focus goes back to
  private record Card(Node node, Region dim, @Nullable Node focusBefore) {}

  /// @param ways what the window does for a command line
  /// @param settings opens the settings at a key
  /// @param show brings a screen into view
  Layers(
      Node window,
      Ui ui,
      Function<String, Optional<Way>> ways,
      BiConsumer<Surface, String> settings,
      Consumer<Screen> show) {
    this.ui = ui;
    this.show = show;
    this.ways = ways;
    this.settings = settings;
    scrim.setVisible(false);
    toasts.setFillWidth(false);
    toasts.setAlignment(Pos.BOTTOM_CENTER);
    toasts.setPadding(new Insets(0, 0, 48, 0));
    toasts.setPickOnBounds(false);
    getChildren().addAll(window, scrim, toasts);
    sceneProperty()
        .addListener(
            (property, before, now) -> {
              if (now != null) {
                now.focusOwnerProperty().addListener((p, was, is) -> keepFocusInCard(is));
              }
            });
  }

  boolean cardIsOpen() {
    return !cards.isEmpty();
  }

  /// Takes another's place; where something was entered there, only once the user agrees.
  @Override
  public void open(Node card) {
    if (cards.stream().anyMatch(each -> dirty(each.node()))) {
      askToDiscard(
          () -> {
            closeAll();
            push(card);
          });
    } else {
      closeAll();
      push(card);
    }
  }

  /// Over a card that holds what the user entered, else in its place.
  private void over(Node card) {
    if (cards.stream().noneMatch(each -> dirty(each.node()))) {
      closeAll();
    }
    push(card);
  }

  private void push(Node card) {
    Scene scene = getScene();
    Node focus = scene == null ? null : scene.getFocusOwner();
    if (card instanceof Region region) {
      region.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
      if (!region.getStyleClass().contains(Tokens.CARD)) {
        region.getStyleClass().add(Tokens.CARD);
      }
      region.getStyleClass().add("overlay-card");
    }
    Region dim = new Region();
    dim.getStyleClass().add(Tokens.SCRIM);
    cards.push(new Card(card, dim, focus));
    scrim.getChildren().addAll(dim, card);
    scrim.setVisible(true);
    // What scrolls holds its fields only from now on.
    scrim.applyCss();
    scrim.layout();
    focusFirst(card);
  }

  @Override
  public void closeCard() {
    Card top = cards.poll();
    if (top == null) {
      return;
    }
    scrim.getChildren().removeAll(top.dim(), top.node());
    scrim.setVisible(!cards.isEmpty());
    Node before = top.focusBefore();
    if (before != null && before.getScene() != null) {
      before.requestFocus();
    }
  }

  private void closeAll() {
    while (!cards.isEmpty()) {
      closeCard();
    }
  }

  /// As Esc does: asks where something was entered.
  void dismiss() {
    Card top = cards.peek();
    if (top != null && dirty(top.node())) {
      askToDiscard(this::closeCard);
    } else {
      closeCard();
    }
  }

  private void askToDiscard(Runnable discarded) {
    Card top = cards.peek();
    if (top != null && DISCARD.equals(top.node().getId())) {
      closeCard();
    }
    Node card =
        question(
            new Question(
                Messages.of("discard-changes"),
                Messages.of("what-you-entered-will-be-lost"),
                List.of(),
                Messages.of("discard")),
            Controls.danger(Messages.of("discard"), answered(discarded)),
            Messages.of("keep-editing"));
    card.setId(DISCARD);
    push(card);
  }

  private static boolean dirty(Node node) {
    return switch (node) {
      case Dirty form when form.isDirty() -> true;
      case ScrollPane pane when pane.getContent() != null -> dirty(pane.getContent());
      case Parent parent -> parent.getChildrenUnmodifiable().stream().anyMatch(Layers::dirty);
      default -> false;
    };
  }

  @Override
  public void confirm(Question question, Runnable yes) {
    ask(question, Controls.danger(question.verb(), answered(yes)));
  }

  @Override
  public void ask(Question question, Runnable yes) {
    ask(question, Controls.primary(question.verb(), answered(yes)));
  }

  private Runnable answered(Runnable yes) {
    return () -> {
      closeCard();
      yes.run();
    };
  }

  private void ask(Question question, Button verb) {
    over(question(question, verb, Messages.of("cancel")));
  }

  private VBox question(Question question, Button verb, String stay) {
    VBox card = new VBox();
    card.setPrefWidth(480);
    card.getChildren()
        .addAll(
            Controls.text(question.title(), Tokens.SECTION_TITLE),
            Controls.text(question.sentence()));
    if (!question.objects().isEmpty()) {
      Label objects = Controls.text(String.join("\n", question.objects()), Tokens.CODE);
      objects.setMaxWidth(Double.MAX_VALUE);
      card.getChildren().add(new LowScroll(objects, 48, 220));
    }
    Button cancel = Controls.button(stay, this::closeCard);
    cancel.setCancelButton(true);
    verb.setId("confirm");
    HBox buttons = new HBox(Tokens.GAP, cancel, verb);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    card.getChildren().add(buttons);
    return card;
  }

  @Override
  public void tell(Problem problem) {
    over(new ProblemPane(problem, this, Controls.button(Messages.of("close"), this::closeCard)));
  }

  @Override
  public void toast(String sentence) {
    Label toast = Controls.label(sentence, Tokens.TOAST);
    toast.setMaxWidth(520);
    toast.setMouseTransparent(true);
    pop(toast, TOAST);
  }

  @Override
  public void undo(String sentence, Runnable undo) {
    HBox toast = new HBox(Tokens.GROUP, Controls.label(sentence));
    Button back =
        Controls.button(
            Messages.of("undo"),
            () -> {
              toasts.getChildren().remove(toast);
              undo.run();
            });
    back.setId("undo");
    toast.getChildren().add(back);
    toast.setAlignment(Pos.CENTER_LEFT);
    toast.setMaxWidth(Region.USE_PREF_SIZE);
    toast.getStyleClass().add(Tokens.TOAST);
    pop(toast, UNDO);
  }

  private void pop(Node toast, Duration stays) {
    toasts.getChildren().add(toast);
    if (toasts.getChildren().size() > MOST_TOASTS) {
      toasts.getChildren().removeFirst();
    }
    PauseTransition end = new PauseTransition(stays);
    end.setOnFinished(event -> toasts.getChildren().remove(toast));
    end.play();
  }

  @Override
  public void copy(String text, String what) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    toast(Messages.of("copied", what));
  }

  @Override
  public Optional<Way> way(String command) {
    return ways.apply(command);
  }

  @Override
  public void show(Screen screen) {
    if (cardIsOpen()) {
      closeCard();
    }
    show.accept(screen);
  }

  @Override
  public void openSettings(String key) {
    settings.accept(this, key);
  }

  @Override
  public void browse(String url) {
    Thread.ofVirtual()
        .name("browser")
        .start(
            () -> {
              try {
                Browser.open(URI.create(url));
              } catch (MooringException e) {
                ui.execute(() -> tell(e.problem()));
              }
            });
  }

  private void keepFocusInCard(@Nullable Node owner) {
    Card top = cards.peek();
    if (top != null && owner != null && !Controls.inside(owner, top.node())) {
      focusFirst(top.node());
    }
  }

  private static boolean focusFirst(EventTarget target) {
    if (!(target instanceof Node node) || !node.isVisible() || node.isDisabled()) {
      return false;
    }
    if (node.isFocusTraversable()) {
      node.requestFocus();
      return true;
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        if (focusFirst(child)) {
          return true;
        }
      }
    }
    return false;
  }
}
