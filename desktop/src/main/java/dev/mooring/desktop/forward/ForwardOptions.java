package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Local;
import dev.mooring.forward.PodSelection;
import dev.mooring.platform.OperatingSystem;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// What few want to choose about a forward: address, TLS, host name, pods, requests.
final class ForwardOptions extends VBox {
  private static final String BOTH = "127.0.0.1, ::1";

  private final String other = Messages.of("listens-other");
  private final ComboBox<String> listens = new ComboBox<>();
  private final TextField address = new TextField();
  private final CheckBox tls = new CheckBox(Messages.of("local-tls"));
  private final TextField alias = new TextField();
  private final Label hosts = Controls.text("", Tokens.CODE, Tokens.MONO);
  private final ComboBox<PodSelection.Way> way = new ComboBox<>();
  private final TextField pod = new TextField();
  private final CheckBox spare = new CheckBox(Messages.of("spare-connection"));
  private final CheckBox requests = new CheckBox(Messages.of("record-requests"));

  ForwardOptions(Surface surface) {
    super(12);
    listens.getItems().setAll(BOTH, "127.0.0.1", "::1", other);
    listens.setId("forward-listens");
    address.setId("forward-address");
    address.setPromptText("127.0.0.2");
    address.setAccessibleText(Messages.of("loopback-address"));
    tls.setId("forward-tls");
    alias.setId("forward-alias");
    alias.setPromptText("api.test");
    way.getItems().setAll(PodSelection.Way.values());
    way.setConverter(new Ways());
    way.setId("forward-pick");
    pod.setId("forward-pod");
    pod.setPromptText(Messages.of("pod-name"));
    pod.setAccessibleText(Messages.of("pod"));
    requests.setId("forward-requests");
    hosts.setMaxWidth(Double.MAX_VALUE);
    VBox name =
        new VBox(
            4,
            Controls.text(Messages.of("hosts-hint", hostsFile()), Tokens.SECONDARY),
            hosts,
            Controls.button(
                Messages.of("copy-lines"),
                () -> surface.copy(hosts.getText(), Messages.of("hosts-lines"))));
    getChildren()
        .addAll(
            new Form()
                .field(Messages.of("listens-on-address"), listens, "")
                .add(address)
                .add(tls)
                .add(Controls.text(Messages.of("local-tls-hint"), Tokens.SECONDARY))
                .field(Messages.of("host-name"), alias, Messages.of("host-name-hint"))
                .add(name)
                .field(Messages.of("pod-selection"), way, "")
                .add(pod)
                .add(spare)
                .add(Controls.text(Messages.of("spare-hint"), Tokens.SECONDARY))
                .add(requests));
    listens.valueProperty().addListener((p, before, now) -> fit(name));
    way.valueProperty().addListener((p, before, now) -> fit(name));
    alias.textProperty().addListener((p, before, now) -> fit(name));
    address.textProperty().addListener((p, before, now) -> fit(name));
    listens.setValue(BOTH);
    way.setValue(PodSelection.Way.STICKY);
  }

  /// Only what belongs to what was chosen is there.
  private void fit(VBox name) {
    Controls.show(address, other.equals(listens.getValue()));
    Controls.show(pod, way.getValue() == PodSelection.Way.PINNED);
    Controls.show(name, !alias.getText().isBlank());
    hosts.setText(
        switch (listens.getValue()) {
          case BOTH -> Address.hostsLines(List.of(), alias.getText().strip());
          case String chosen when chosen.equals(other) ->
              address.getText().strip() + "  " + alias.getText().strip();
          case null -> "";
          default -> listens.getValue() + "  " + alias.getText().strip();
        });
  }

  private static String hostsFile() {
    return OperatingSystem.current() == OperatingSystem.WINDOWS
        ? "C:\\Windows\\System32\\drivers\\etc\\hosts"
        : "/etc/hosts";
  }

  void show(ForwardSpec spec) {
    List<InetAddress> addresses = spec.local().addresses();
    String text =
        addresses.isEmpty()
            ? BOTH
            : addresses.getFirst().getHostAddress().replace("0:0:0:0:0:0:0:1", "::1");
    boolean usual = listens.getItems().contains(text) && addresses.size() <= 1;
    listens.setValue(usual ? text : other);
    address.setText(
        usual
            ? ""
            : String.join(", ", addresses.stream().map(InetAddress::getHostAddress).toList()));
    tls.setSelected(spec.local().tls());
    alias.setText(spec.local().alias());
    way.setValue(spec.pick().way());
    pod.setText(spec.pick().pod());
    requests.setSelected(spec.requests());
    spare.setSelected(spec.spare());
  }

  /// As they stand, to see whether something was changed.
  List<String> values() {
    return List.of(
        String.valueOf(listens.getValue()),
        address.getText(),
        String.valueOf(tls.isSelected()),
        alias.getText(),
        String.valueOf(way.getValue()),
        pod.getText(),
        String.valueOf(spare.isSelected()),
        String.valueOf(requests.isSelected()));
  }

  /// @throws dev.mooring.problem.MooringException when something chosen makes no sense
  ForwardSpec on(ForwardSpec spec) {
    PodSelection pick =
        way.getValue() == PodSelection.Way.PINNED
            ? PodSelection.parse("pod/" + pod.getText().strip().replaceFirst("^pod/", ""))
            : new PodSelection(way.getValue(), "");
    return spec.withLocal(
            new Local(addresses(), spec.local().port(), tls.isSelected(), alias.getText().strip()))
        .withPick(pick)
        .withSpare(spare.isSelected())
        .withRequests(requests.isSelected());
  }

  private List<InetAddress> addresses() {
    String chosen = listens.getValue();
    if (BOTH.equals(chosen)) {
      return List.of();
    }
    String all = other.equals(chosen) ? address.getText() : chosen;
    return List.of(all.strip().split("[,\\s]+")).stream().map(ForwardOptions::loopback).toList();
  }

  private static InetAddress loopback(String text) {
    try {
      InetAddress literal = InetAddress.ofLiteral(text);
      if (literal.isLoopbackAddress()) {
        return literal;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new Problem(
            Code.ADDRESS_NOT_LOOPBACK,
            Messages.of("not-loopback", text),
            Messages.of("not-loopback-why"),
            new Remedy.Advice(Messages.of("not-loopback-remedy")))
        .raise();
  }

  private static final class Ways extends StringConverter<PodSelection.Way> {
    @Override
    public String toString(PodSelection.@Nullable Way way) {
      return switch (way) {
        case STICKY -> Messages.of("pick-sticky");
        case ROUND_ROBIN -> Messages.of("pick-round-robin");
        case PINNED -> Messages.of("pick-one-pod");
        case null -> "";
      };
    }

    @Override
    public PodSelection.Way fromString(String text) {
      return PodSelection.Way.STICKY;
    }
  }
}
