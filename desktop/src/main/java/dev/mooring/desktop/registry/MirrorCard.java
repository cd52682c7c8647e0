package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.transfer.Platforms;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.OutsideRegistries.Outside;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;

/// Which image of another registry to copy, and under which name. It stays open, with all that was
/// typed, until the copy can begin.
final class MirrorCard {
  private final ImageMirrors mirrors;
  private final Surface surface;
  private final TextField image = new TextField();
  private final ComboBox<String> platform = new ComboBox<>();
  private final ComboBox<String> target = new ComboBox<>();
  private final List<Outside> targets;
  private final TextField name = new TextField();
  private final Form form = new Form(Messages.of("mirror-image-2"));

  /// What the name was set to last; once the user changes it, it is the user's.
  private String suggested = "";

  private MirrorCard(ImageMirrors mirrors, Surface surface) {
    this.mirrors = mirrors;
    this.surface = surface;
    image.setId("mirror-image");
    image.setPromptText("docker.io/library/redis:8");
    platform.setId("mirror-platform");
    platform
        .getItems()
        .setAll(
            Messages.of("all-platforms"),
            "linux/amd64",
            "linux/arm64",
            "linux/arm/v7",
            "linux/ppc64le",
            "linux/s390x",
            "windows/amd64");
    platform.getSelectionModel().selectFirst();
    targets = mirrors.targets();
    target.setId("mirror-target");
    target.getItems().add(Messages.of("the-connected-registry"));
    targets.forEach(each -> target.getItems().add(each.name()));
    target.getSelectionModel().selectFirst();
    name.setId("mirror-name");
    name.setPromptText("library/redis:8");
    image.textProperty().addListener((p, before, now) -> suggest(now));
    name.textProperty().addListener((p, before, now) -> mark(name, false));
  }

  static void open(ImageMirrors mirrors, Surface surface) {
    new MirrorCard(mirrors, surface).show();
  }

  private void suggest(String typed) {
    mark(image, false);
    if (name.getText().equals(suggested)) {
      suggested = mirrors.suggestedName(typed.strip());
      name.setText(suggested);
    }
  }

  private void show() {
    Button start = Controls.primary(Messages.of("mirror"), this::start);
    start.setId("mirror-start");
    start.disableProperty().bind(image.textProperty().map(String::isBlank));
    form.field(Messages.of("image-of-a-public-registry"), image, help())
        .field(Messages.of("platform"), platform, Messages.of("one-platform-has-another-digest"));
    if (targets.isEmpty()) {
      form.field(Messages.of("name-in-the-registry"), name, "");
    } else {
      form.fields(Messages.of("copy-to"), target, Messages.of("name-in-the-registry"), name);
    }
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private String help() {
    String logins = Messages.of("the-logins-of-docker-are-used");
    List<String> hosts = mirrors.hosts();
    return hosts.isEmpty()
        ? logins
        : logins + " " + Messages.of("they-come-through-the-egress", String.join(", ", hosts));
  }

  private void start() {
    OutsideRegistries.Source from = read(image, mirrors::source);
    ImageReference as = from == null ? null : read(name, ImageReference::parse);
    if (from == null || as == null) {
      return;
    }
    Optional<Platforms> choice =
        platform.getSelectionModel().getSelectedIndex() == 0
            ? Optional.empty()
            : Optional.of(Platforms.parse(platform.getValue()));
    int chosen = target.getSelectionModel().getSelectedIndex();
    surface.closeCard();
    mirrors.start(
        from, choice, chosen <= 0 ? Optional.empty() : Optional.of(targets.get(chosen - 1)), as);
  }

  private <T> @Nullable T read(TextField field, Function<String, T> parse) {
    try {
      return parse.apply(field.getText().strip());
    } catch (MooringException e) {
      mark(field, true);
      form.refuse(e.problem());
      return null;
    }
  }

  private static void mark(TextField field, boolean wrong) {
    field.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
  }
}
