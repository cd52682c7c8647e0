package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.RemedyButtons;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.ShownIdentity;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Where the registry is reached from this machine, and what went through; or why it is not.
final class AddressPane extends HBox {
  private final ConnectionViewModel model;
  private final Surface surface;
  private boolean cache;

  AddressPane(ConnectionViewModel model, Surface surface) {
    super(Tokens.GAP);
    this.model = model;
    this.surface = surface;
    setAlignment(Pos.CENTER_LEFT);
    model.state().subscribe(now -> getChildren().setAll(parts(now)));
  }

  /// Nobody pushes to a cache.
  void show(StackOptions options) {
    if (cache != options.isCache()) {
      cache = options.isCache();
      getChildren().setAll(parts(model.state().get()));
    }
  }

  private List<Node> parts(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Connected c -> {
        AgeLabel traffic = new AgeLabel(Tokens.SECONDARY);
        traffic.setWrapText(true);
        traffic.setMinHeight(Region.USE_PREF_SIZE);
        traffic.show(() -> traffic(c));
        Button address =
            Controls.copyable(Connections.address(c), Messages.of("registry-address"), surface);
        address.setId("registry-address");
        yield List.of(address, traffic);
      }
      case ConnectionState.Degraded d -> lost(d.problem());
      case ConnectionState.Failed f ->
          List.of(new ProblemPane(f.problem(), surface, ways(f.problem().remedy())));
      case ConnectionState.Connecting c -> List.of(new StateLabel(Tone.ACCENT, c.step()));
      case ConnectionState.Disconnected d ->
          List.of(
              Controls.text(
                  cache
                      ? Messages.of("connect-to-pull")
                      : Messages.of("connect-to-push-and-pull-as"),
                  Tokens.SECONDARY));
    };
  }

  private List<Node> lost(Problem problem) {
    List<Node> parts = new ArrayList<>();
    parts.add(Controls.picture(Feather.ALERT_TRIANGLE, Tone.WARNING));
    parts.add(
        Controls.text(
            (ProblemPane.sentence(problem.why())
                    + " "
                    + ProblemPane.sentence(problem.remedy().words()))
                .strip()));
    parts.addAll(RemedyButtons.of(problem.remedy(), surface));
    return parts;
  }

  /// A taken port offers the free one, which is kept for the next time.
  private Button[] ways(Remedy remedy) {
    Button retry = Controls.button(Messages.of("retry"), model::connect);
    if (remedy instanceof Remedy.Setting setting
        && setting.key().equals("--port")
        && !setting.value().isEmpty()) {
      int port = Integer.parseInt(setting.value());
      return new Button[] {
        Controls.button(Messages.of("use-port", port), () -> model.connectAlways(port)), retry
      };
    }
    return new Button[] {retry};
  }

  private static String traffic(ConnectionState.Connected connected) {
    return Stream.of(
            Messages.count("connections", connected.connections()),
            Messages.of("sent", Words.size(connected.sent())),
            Messages.of("received", Words.size(connected.received())),
            connected.route(),
            renewal(connected.as()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  private static String renewal(ShownIdentity as) {
    Instant until = as.until();
    if (until == null) {
      return "";
    }
    String left = Words.span(Duration.between(Instant.now(), until));
    return as.by() == ShownIdentity.By.TOKEN
        ? Messages.of("token-renews-automatically", left)
        : Messages.of("certificate-renews-automatically", left);
  }
}
