package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.PullThrough;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Who can use the registry: writers and builders, or what a cache copies instead; the hosts that
/// builders reach, and what comes in from outside the cluster.
final class AccessPane extends VBox {
  private final VBox rules = new VBox(Tokens.GROUP);
  private final VBox cache = new VBox(Tokens.GROUP);
  private final VBox egress = new VBox(Tokens.GROUP);
  private final VBox ingress = new VBox(Tokens.GROUP);
  private final Label copies = Controls.text("");
  private final Label login = Controls.text("", Tokens.SECONDARY);
  private final Label hosts = Controls.text("");
  private final Label way = Controls.text("", Tokens.SECONDARY);
  private final VBox address = new VBox();
  private final Surface surface;

  AccessPane(AccessViewModel model, StackActions can, Surface surface) {
    super(Tokens.GROUP);
    this.surface = surface;
    copies.setId("cache-of");
    login.setId("cache-login");
    hosts.setId("egress-only-to");
    way.setId("ingress-way");
    cache
        .getChildren()
        .setAll(
            Sections.line(
                Sections.heading(Messages.of("cache")),
                Controls.spacer(),
                Actions.button(can.of(StackAction.UPSTREAM_LOGIN))),
            AllowedPane.line(
                Controls.picture(Feather.COPY, Tone.MUTED), new VBox(4, copies, login)));
    rules
        .getChildren()
        .setAll(
            Sections.line(
                Sections.heading(Messages.of("writers")),
                Controls.spacer(),
                Actions.button(can.of(StackAction.REHEARSE)),
                Actions.button(can.of(StackAction.ADD_WRITER))),
            new RehearsalPane(model.rehearsal(), surface),
            new WritersPane(model, surface),
            Sections.line(
                Sections.heading(Messages.of("builders")),
                Controls.spacer(),
                Actions.button(can.of(StackAction.CONFIGURE_TOOL)),
                Actions.button(can.of(StackAction.ALLOW_BUILDER))),
            new BuildersPane(model, surface));
    egress
        .getChildren()
        .setAll(
            Sections.line(
                Sections.heading(Messages.of("egress-title")),
                Controls.spacer(),
                change(can.of(StackAction.EGRESS), Messages.of("change-hosts"))),
            AllowedPane.line(Controls.picture(Feather.EXTERNAL_LINK, Tone.MUTED), hosts));
    ingress
        .getChildren()
        .setAll(
            Sections.line(
                Sections.heading(Messages.of("ingress")),
                Controls.spacer(),
                change(can.of(StackAction.INGRESS), Messages.of("change-ingress")),
                Actions.button(can.of(StackAction.ALLOW_TOKEN))),
            AllowedPane.line(
                Controls.picture(Feather.GLOBE, Tone.MUTED), new VBox(4, address, way)),
            new TokenRulesPane(model.tokens(), surface));
    getChildren().setAll(cache, rules, egress, ingress);
  }

  /// Beside its heading, which says what it is about.
  private static Button change(Action action, String words) {
    Button button = Actions.button(action);
    button.setText(words);
    return button;
  }

  void show(StackOptions options) {
    Controls.show(cache, options.isCache());
    options
        .additions()
        .upstream()
        .ifPresent(
            each -> {
              copies.setText(copies(options, each.name()));
              login.setText(
                  Messages.of(
                      "cache-logs-in", each.name(), PullThrough.LOGIN, options.namespace()));
            });
    Controls.show(rules, AccessViewModel.hasRules(options));
    Controls.show(egress, options.hasEgress());
    hosts.setText(
        Messages.of(
            "egress-only-to",
            options.additions().egressHosts().stream()
                .map(
                    each ->
                        each.inside()
                            ? Messages.of("host-in-a-private-network", each.name())
                            : each.name())
                .collect(Collectors.joining(", "))));
    Ingress in = options.additions().ingress();
    Controls.show(ingress, !in.isNone());
    if (!in.isNone()) {
      address
          .getChildren()
          .setAll(Controls.copyable(in.host(), Messages.of("registry-address"), surface));
      way.setText(
          in.through().isEmpty()
              ? Messages.of("ingress-tokens-of", in.issuer())
              : Messages.of("ingress-tokens-of-through", in.issuer(), in.through()));
    }
  }

  private static String copies(StackOptions options, String upstream) {
    int days = options.additions().daysKept();
    String address = Words.localhost(options.nodePort());
    return days == 0
        ? Messages.of("cache-copies-for-ever", upstream, address)
        : Messages.count("cache-copies", days, upstream, address);
  }
}
