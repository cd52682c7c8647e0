package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.SearchField;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Sbom;
import dev.mooring.registry.attached.SbomPackage;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The packages of an image, as an SBOM lists them.
final class SbomCard extends VBox {
  private final Fetched<Optional<Sbom>> sbom;
  private final Fetched<List<SbomPackage>> found;
  private final Label title = Controls.label(Messages.of("sbom"), Tokens.SECTION_TITLE);
  private final SearchField search =
      new SearchField("sbom-search", Messages.of("search-packages"), any -> look(), this::enter);
  private final Label count = Controls.label("", Tokens.SECONDARY);
  private final TableView<SbomPackage> table =
      Columns.table(
          Messages.of("packages"),
          Controls.label(Messages.of("no-matching-packages"), Tokens.SECONDARY));
  private final StackPane content = new StackPane();
  private final VBox list = new VBox(Tokens.GAP, search, table);

  private SbomCard(AttachedViewModel model, Attached attached, Surface surface) {
    super(12);
    setId("sbom");
    sbom = model.sbom(attached);
    found = model.search();
    found.onValue(this::found);
    table.setId("sbom-packages");
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.mono(Messages.of("package"), 240, SbomPackage::name),
                Columns.mono(Messages.of("version"), 170, SbomPackage::version),
                Columns.text(Messages.of("type"), 90, SbomPackage::type),
                Columns.text(Messages.of("license"), 190, SbomPackage::licence)));
    VBox.setVgrow(table, Priority.ALWAYS);
    FaceView<Optional<Sbom>> face =
        new FaceView<>(
            sbom.face(),
            surface,
            () -> again(model, attached, surface),
            content,
            now -> show(now.orElseThrow()),
            Optional::isEmpty,
            new EmptyPane(Feather.PACKAGE, Messages.of("no-sbom-after-all")));
    face.setPrefSize(720, 400);
    VBox.setVgrow(face, Priority.ALWAYS);
    Button close = Controls.button(Messages.of("close"), surface::closeCard);
    close.setDefaultButton(true);
    Button export =
        Controls.button(
            Messages.of("export"), () -> AttachedExportCard.open(model, attached, surface));
    HBox foot = new HBox(Tokens.GAP, export, count, Controls.spacer(), close);
    foot.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    getChildren()
        .addAll(
            title, Controls.text(Messages.of("not-verified-here"), Tokens.SECONDARY), face, foot);
    parentProperty()
        .addListener(
            (p, before, now) -> {
              if (now == null) {
                sbom.clear();
                found.clear();
              }
            });
  }

  static void open(AttachedViewModel model, Attached attached, Surface surface) {
    surface.open(new SbomCard(model, attached, surface));
  }

  private static void again(AttachedViewModel model, Attached attached, Surface surface) {
    surface.closeCard();
    open(model, attached, surface);
  }

  private void show(Sbom now) {
    String format = now.format().words() + " " + now.version().replaceFirst("^SPDX-", "");
    title.setText(Messages.of("sbom-of", format.strip()));
    if (now.format().isListed()) {
      content.getChildren().setAll(list);
      found(now.packages());
      Controls.focus(search);
    } else {
      content
          .getChildren()
          .setAll(
              new EmptyPane(
                  Feather.PACKAGE, Messages.of("format-not-listed", now.format().words())));
    }
  }

  /// A long list is searched in the background.
  private void look() {
    Optional<Sbom> now = sbom.value();
    if (now != null && now.isPresent()) {
      List<SbomPackage> all = now.get().packages();
      String wanted = search.getText().strip();
      found.fetch(progress -> all.stream().filter(each -> each.has(wanted)).toList());
    }
  }

  private void found(List<SbomPackage> packages) {
    table.getItems().setAll(packages);
    count.setText(Messages.count("packages-found", packages.size()));
  }

  private void enter() {
    table.requestFocus();
    table.getSelectionModel().selectFirst();
  }
}
