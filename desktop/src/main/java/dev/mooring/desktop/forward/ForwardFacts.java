package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodMenu;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.PodSelection;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What is set and known about one forward, a line each.
final class ForwardFacts extends GridPane {
  private static final int MOST_VALUES = 12;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Surface surface;
  private final PodNavigation navigation;
  private String namespace = "";
  private List<Fact> shown = List.of();

  /// How a value is shown.
  private enum Look {
    WORDS,
    CODE,
    COPY,
    POD
  }

  /// @param more how many values are left out
  private record Fact(String title, Look look, List<String> values, int more) {
    static Fact of(String title, Look look, List<String> values) {
      List<String> first =
          values.stream().filter(each -> !each.isEmpty()).limit(MOST_VALUES).toList();
      return new Fact(title, look, first, Math.max(0, values.size() - MOST_VALUES));
    }
  }

  ForwardFacts(Surface surface, PodNavigation navigation) {
    super(12, 4);
    this.surface = surface;
    this.navigation = navigation;
  }

  /// The grid is put together anew only when a line of it says something else.
  ///
  /// @param context where it is none that is in view; else empty
  void show(ForwardStatus forward, String context) {
    List<Fact> all = facts(forward, context);
    if (all.equals(shown)) {
      return;
    }
    shown = all;
    namespace = forward.spec().target().namespace();
    getChildren().clear();
    for (int row = 0; row < all.size(); row++) {
      Fact each = all.get(row);
      Label title = Controls.label(each.title(), Tokens.SECONDARY);
      title.setMinWidth(Region.USE_PREF_SIZE);
      GridPane.setValignment(title, VPos.TOP);
      VBox values = new VBox();
      each.values().forEach(value -> values.getChildren().add(value(each, value)));
      if (each.more() > 0) {
        values.getChildren().add(Controls.text(Messages.of("fact-more", each.more())));
      }
      addRow(row, title, values);
    }
  }

  private static List<Fact> facts(ForwardStatus forward, String context) {
    ForwardSpec spec = forward.spec();
    boolean stopped = forward.state() instanceof ForwardStatus.State.Stopped;
    List<String> listening = Address.all(forward);
    boolean live = !listening.isEmpty();
    String alias = spec.local().alias();
    List<Fact> all = new ArrayList<>();
    all.add(
        Fact.of(
            Messages.of("fact-address"),
            Look.COPY,
            live ? listening : List.of(Address.of(forward))));
    all.add(
        Fact.of(
            Messages.of("fact-url"), Look.COPY, live ? List.of(Address.url(forward)) : List.of()));
    all.add(
        Fact.of(
            Messages.of("fact-hosts-line"),
            Look.COPY,
            alias.isEmpty()
                ? List.of()
                : List.of(Address.hostsLines(spec.local().addresses(), alias).split("\n"))));
    all.add(
        Fact.of(
            Messages.of("fact-tls"),
            Look.WORDS,
            spec.local().tls() ? List.of(Messages.of("fact-tls-on")) : List.of()));
    all.add(Fact.of(Messages.of("mutual-tls"), Look.WORDS, identity(forward)));
    all.add(Fact.of(Messages.of("context"), Look.WORDS, List.of(context)));
    all.add(Fact.of(Messages.of("column-target"), Look.CODE, List.of(Targets.words(spec))));
    all.add(Fact.of(Messages.of("namespace"), Look.CODE, List.of(spec.target().namespace())));
    all.add(
        stopped || !forward.pods().isEmpty()
            ? Fact.of(
                Messages.of("column-pods"),
                context.isEmpty() ? Look.POD : Look.COPY,
                stopped ? List.of() : forward.pods())
            : Fact.of(
                Messages.of("column-pods"), Look.WORDS, List.of(Messages.of("fact-no-ready-pod"))));
    all.add(Fact.of(Messages.of("pod-selection"), Look.WORDS, List.of(words(spec.pick()))));
    all.add(Fact.of(Messages.of("group"), Look.WORDS, List.of(spec.group())));
    all.add(
        Fact.of(
            Messages.of("fact-connections"),
            Look.WORDS,
            forward.connections() == 0
                ? List.of()
                : List.of(Messages.of("fact-open-connections", forward.connections()))));
    all.removeIf(each -> each.values().isEmpty());
    return all;
  }

  /// Whom the service sees, by which way, and how long the certificate lasts.
  private static List<String> identity(ForwardStatus forward) {
    AccountName as = forward.spec().as();
    LentIdentity lent = forward.lent();
    if (as == null) {
      return List.of();
    }
    return lent == null
        ? List.of(Messages.of("mtls-as", as))
        : List.of(
            Messages.of("mtls-as", as),
            lent.principal(),
            lent.route(),
            Messages.of("certificate-until", TIME.format(lent.until())));
  }

  private Node value(Fact fact, String value) {
    return switch (fact.look()) {
      case COPY -> Controls.copyable(value, fact.title().toLowerCase(Locale.ROOT), surface);
      case POD -> PodMenu.of(value, Chosen.pod(namespace, value), navigation, surface);
      case CODE -> Controls.text(value, Tokens.MONO);
      case WORDS -> Controls.text(value);
    };
  }

  private static String words(PodSelection pick) {
    return switch (pick.way()) {
      case STICKY -> Messages.of("pick-sticky");
      case ROUND_ROBIN -> Messages.of("pick-round-robin");
      case PINNED -> Messages.of("pick-pinned", pick.pod());
    };
  }
}
