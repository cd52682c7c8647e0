package dev.mooring.desktop.registry.copy;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Platform;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.transfer.Platforms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;

/// Where images are copied to, and what of them. It says whether the digest stays, and remains open
/// until the copy can begin.
public final class CopyCard {
  private final ImageCopies copies;
  private final List<CopiedImage> images;
  private final Surface surface;
  private final ComboBox<String> to = new ComboBox<>();
  private final List<CheckBox> platforms = new ArrayList<>();
  private final CheckBox attached = new CheckBox(Messages.of("with-signatures"));
  private final Label digest = Controls.text("", Tokens.SECONDARY);
  private final Form form;

  private CopyCard(ImageCopies copies, List<CopiedImage> images, Surface surface) {
    this.copies = copies;
    this.images = images;
    this.surface = surface;
    form =
        new Form(
            images.size() == 1
                ? Messages.of("copy-this", images.getFirst())
                : Messages.of("copy-several", images.size(), images.getFirst().repository()));
    to.setId("copy-to");
    Controls.takesText(to);
    to.getEditor().setPromptText("company/ana/app:3");
    // The box keeps Enter for itself, which is the form's once the list is closed.
    to.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !to.isShowing()) {
            event.consume();
            start();
          }
        });
    to.getEditor().textProperty().subscribe(this::typed);
    attached.setId("copy-attached");
    attached.setSelected(true);
  }

  /// @param images of one repository; several keep their tags
  /// @param destination what stands in the field at first; empty for this registry
  public static void open(
      ImageCopies copies, List<CopiedImage> images, String destination, Surface surface) {
    if (!images.isEmpty()) {
      new CopyCard(copies, List.copyOf(images), surface).show(destination);
    }
  }

  private void show(String destination) {
    CopiedImage first = images.getFirst();
    copies.known().forEach(each -> to.getItems().add(each + name(first)));
    to.getEditor()
        .setText(
            destination.isEmpty() || destination.endsWith("/")
                ? destination + name(first)
                : destination + (images.size() == 1 ? ":" + first.tag() : ""));
    form.field(
        Messages.of("to"),
        to,
        images.size() == 1 ? Messages.of("to-hint") : Messages.of("to-several"));
    if (images.size() == 1 && first.platforms().size() > 1) {
      form.field(Messages.of("platforms"), choice(first.platforms()), "");
    }
    form.add(attached).add(digest);
    say();
    Button start = Controls.primary(Messages.of("copy"), this::start);
    start.setId("copy-start");
    start.disableProperty().bind(to.getEditor().textProperty().map(String::isBlank));
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
    to.getEditor().requestFocus();
    to.getEditor().end();
  }

  private String name(CopiedImage image) {
    return images.size() == 1 ? image.toString() : image.repository();
  }

  private FlowPane choice(List<Platform> all) {
    FlowPane pane = new FlowPane(Tokens.GROUP, 4);
    for (Platform each : all) {
      CheckBox box = new CheckBox(each.toString());
      box.setMnemonicParsing(false);
      box.setUserData(each);
      box.setSelected(true);
      box.selectedProperty().subscribe(this::say);
      platforms.add(box);
    }
    pane.getChildren().setAll(platforms);
    return pane;
  }

  /// Whether the digest stays.
  private void say() {
    List<Platform> chosen = chosen();
    String was = images.getFirst().digest();
    digest.setText(
        chosen.size() == platforms.size()
            ? Messages.count("digests-stay", images.size(), was)
            : switch (chosen.size()) {
              case 0 -> Messages.of("choose-a-platform");
              case 1 -> Messages.of("one-platform", chosen.getFirst());
              default -> Messages.of("some-platforms", was);
            });
  }

  private List<Platform> chosen() {
    return platforms.stream()
        .filter(CheckBox::isSelected)
        .map(each -> (Platform) each.getUserData())
        .toList();
  }

  private void start() {
    if (to.getEditor().getText().isBlank()) {
      return;
    }
    // Else the box takes over what was typed later, and what was refused looks changed.
    to.setValue(to.getEditor().getText());
    List<Platform> chosen = chosen();
    boolean all = chosen.size() == platforms.size();
    if (!all && chosen.isEmpty()) {
      form.refuse(
          new Problem(
              Code.INVALID_VALUE,
              Messages.of("nothing-to-copy"),
              Messages.of("no-platform-is-chosen"),
              new Remedy.Advice(Messages.of("choose-one"))));
      return;
    }
    Optional<Platforms> wanted =
        all
            ? Optional.empty()
            : Optional.of(new Platforms(chosen.stream().map(PlatformChoice::new).toList()));
    List<Destination> destinations = new ArrayList<>();
    try {
      for (CopiedImage each : images) {
        destinations.add(destination(each));
      }
    } catch (MooringException e) {
      mark(true);
      form.refuse(e.problem());
      return;
    }
    surface.closeCard();
    for (int i = 0; i < images.size(); i++) {
      copies.start(images.get(i), destinations.get(i), wanted, attached.isSelected());
    }
  }

  private Destination destination(CopiedImage image) {
    Destination destination = copies.destination(to.getEditor().getText().strip(), image);
    if (images.size() > 1 && !destination.image().tag().isEmpty()) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-destination", destination.name()),
              Messages.of("several-keep-their-tags"),
              new Remedy.Advice(Messages.of("leave-the-tag-out")))
          .raise();
    }
    return destination;
  }

  private void typed() {
    mark(false);
    form.accept();
  }

  private void mark(boolean wrong) {
    to.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
  }
}
