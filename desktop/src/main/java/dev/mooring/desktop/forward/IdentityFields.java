package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Form;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Whether a forward shows an identity to the mesh, and whose.
final class IdentityFields extends VBox {
  private static final String DEFAULT = "default";

  private final TargetsViewModel model;
  private final List<String> used;
  private final ComboBox<String> namespace;
  private final CheckBox mtls = new CheckBox(Messages.of("mutual-tls"));
  private final ComboBox<String> account = new ComboBox<>();
  private Subscription cluster = Subscription.EMPTY;

  /// @param used accounts of other forwards: most likely the same again
  /// @param namespace the target's, whose accounts are offered
  IdentityFields(TargetsViewModel model, List<String> used, ComboBox<String> namespace) {
    super(12);
    this.model = model;
    this.used = used;
    this.namespace = namespace;
    mtls.setId("forward-mtls");
    account.setId("forward-as");
    account.setPromptText(Messages.of("account-prompt"));
    Controls.takesText(account);
    Form form =
        new Form().field(Messages.of("service-account"), account, Messages.of("mutual-tls-hint"));
    getChildren().addAll(mtls, form);
    mtls.selectedProperty().subscribe(on -> Controls.show(form, on));
  }

  /// Follows the target's namespace and what the cluster has there, until [#close].
  void open() {
    cluster =
        Subscription.combine(
            mtls.selectedProperty().subscribe((before, now) -> read()),
            namespace.getEditor().textProperty().subscribe((before, now) -> read()),
            model.accounts().face().subscribe(this::offer));
    read();
  }

  void close() {
    cluster.unsubscribe();
    cluster = Subscription.EMPTY;
  }

  private void read() {
    String at = TargetFields.text(namespace);
    if (mtls.isSelected() && !at.isEmpty()) {
      model.readAccounts(at);
    }
  }

  /// Fills in the one that is meant most likely, where nothing was entered.
  private void offer(@Nullable Face<List<String>> face) {
    List<String> there = face instanceof Face.Full<List<String>> full ? full.value() : List.of();
    Set<String> all = new LinkedHashSet<>(used);
    all.addAll(there);
    String before = TargetFields.text(account);
    account.getItems().setAll(all);
    List<String> own = there.stream().filter(each -> !each.endsWith("/" + DEFAULT)).toList();
    String likely = !used.isEmpty() ? used.getFirst() : own.size() == 1 ? own.getFirst() : "";
    TargetFields.write(account, before.isEmpty() ? likely : before);
  }

  void show(ForwardSpec spec) {
    AccountName as = spec.as();
    mtls.setSelected(as != null);
    TargetFields.write(account, as == null ? "" : as.toString());
  }

  List<String> values() {
    List<String> values = new ArrayList<>();
    values.add(String.valueOf(mtls.isSelected()));
    // What was only suggested is nothing that could be lost.
    values.add(mtls.isSelected() ? TargetFields.text(account) : "");
    return values;
  }

  /// @throws dev.mooring.problem.MooringException when the account makes no sense
  ForwardSpec on(ForwardSpec spec) {
    return spec.withAs(mtls.isSelected() ? AccountName.parse(TargetFields.text(account)) : null);
  }
}
