package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Controls;
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
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What lies over the window: a card, questions about it, and toasts.
final class Layers extends StackPane implements Surface {
  private static final String DISCARD = "discard-changes";

  private final Ui ui;
  private final Function<String, Optional<Way>> ways;
  private final BiConsumer<Surface, String> settings;
  private final Consumer<Screen> show;
  private final Cards cards = new Cards();
  private final Toasts toasts = new Toasts();

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
    getChildren().addAll(window, cards, toasts);
  }

  boolean cardIsOpen() {
    return cards.isOpen();
  }

  /// Takes another's place; where something was entered there, only once the user agrees.
  @Override
  public void open(Node card) {
    if (cards.isDirty()) {
      askToDiscard(() -> replace(card));
    } else {
      replace(card);
    }
  }

  private void replace(Node card) {
    cards.closeAll();
    cards.push(card);
  }

  /// Over a card that holds what the user entered, else in its place.
  private void over(Node card) {
    if (!cards.isDirty()) {
      cards.closeAll();
    }
    cards.push(card);
  }

  @Override
  public void closeCard() {
    cards.close();
  }

  /// As Esc does: asks where something was entered.
  void dismiss() {
    if (Cards.dirty(cards.top())) {
      askToDiscard(cards::close);
    } else {
      cards.close();
    }
  }

  private void askToDiscard(Runnable discarded) {
    Node top = cards.top();
    if (top != null && DISCARD.equals(top.getId())) {
      cards.close();
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
    cards.push(card);
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
    toasts.tell(sentence);
  }

  @Override
  public void undo(String sentence, Runnable undo) {
    toasts.offerUndo(sentence, undo);
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
}
