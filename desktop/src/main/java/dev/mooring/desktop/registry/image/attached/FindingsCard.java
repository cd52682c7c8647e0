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
import dev.mooring.registry.attached.Finding;
import dev.mooring.registry.attached.ScanReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What a scanner found in an image, the worst first.
final class FindingsCard extends VBox {
  private final Fetched<Optional<ScanReport>> report;
  private final Fetched<List<Finding>> found;
  private final Label title = Controls.label(Messages.of("scan-result"), Tokens.SECTION_TITLE);
  private final Label sums = Controls.text("", Tokens.SECONDARY);
  private final SearchField search =
      new SearchField(
          "findings-search", Messages.of("search-findings"), any -> look(), this::enter);
  private final Label count = Controls.label("", Tokens.SECONDARY);
  private final TableView<Finding> table =
      Columns.table(
          Messages.of("findings"), Controls.label(Messages.of("no-findings"), Tokens.SECONDARY));

  private FindingsCard(Attached attached, EntryBox.Ways ways) {
    super(12);
    setId("findings");
    report = ways.model().scan(attached);
    found = ways.model().findings();
    found.onValue(this::found);
    table.setId("findings-table");
    TableColumn<Finding, String> severity =
        Columns.text(Messages.of("severity"), 90, each -> each.severity().words());
    severity.setComparator(Comparator.comparing(FindingsCard::severity));
    table
        .getColumns()
        .setAll(
            List.of(
                severity,
                Columns.mono(Messages.of("finding"), 170, Finding::id),
                Columns.mono(Messages.of("package"), 170, Finding::target),
                Columns.mono(Messages.of("version"), 130, Finding::version),
                Columns.mono(Messages.of("fixed-in"), 130, Finding::fixedIn)));
    VBox.setVgrow(table, Priority.ALWAYS);
    VBox list = new VBox(Tokens.GAP, sums, search, table);
    Surface surface = ways.surface();
    Runnable json =
        () -> {
          surface.closeCard();
          DocumentCard.open(ways.model(), attached, surface, ways.json());
        };
    FaceView<Optional<ScanReport>> face =
        new FaceView<>(
            report.face(),
            surface,
            () -> again(attached, ways),
            list,
            now -> show(now.orElseThrow()),
            Optional::isEmpty,
            new EmptyPane(
                Feather.SHIELD,
                Messages.of("scan-not-listed"),
                Controls.button(Messages.of("show-json"), json)));
    face.setPrefSize(720, 400);
    VBox.setVgrow(face, Priority.ALWAYS);
    Button close = Controls.button(Messages.of("close"), surface::closeCard);
    close.setDefaultButton(true);
    HBox foot =
        new HBox(
            Tokens.GAP,
            Controls.button(
                Messages.of("export"),
                () -> AttachedExportCard.open(ways.model(), attached, surface)),
            count,
            Controls.spacer(),
            close);
    foot.setAlignment(Pos.CENTER_LEFT);
    getChildren()
        .addAll(
            title, Controls.text(Messages.of("not-verified-here"), Tokens.SECONDARY), face, foot);
    parentProperty()
        .addListener(
            (p, before, now) -> {
              if (now == null) {
                report.clear();
                found.clear();
              }
            });
  }

  static void open(Attached attached, EntryBox.Ways ways) {
    ways.surface().open(new FindingsCard(attached, ways));
  }

  private static void again(Attached attached, EntryBox.Ways ways) {
    ways.surface().closeCard();
    open(attached, ways);
  }

  /// The worst first, whatever it is called.
  private static Finding.Severity severity(String words) {
    return Stream.of(Finding.Severity.values())
        .filter(each -> each.words().equals(words))
        .findFirst()
        .orElse(Finding.Severity.UNKNOWN);
  }

  private void show(ScanReport now) {
    title.setText(
        now.scanner().isEmpty()
            ? Messages.of("scan-result")
            : Messages.of("scan-by", now.scanner()));
    String counts =
        now.counts().entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().words())
            .collect(Collectors.joining(" · "));
    String said = counts.isEmpty() ? Messages.of("nothing-found") : counts;
    String more = now.left() == 0 ? said : said + " · " + Messages.of("more-findings", now.left());
    sums.setText(now.finished().isEmpty() ? more : Messages.of("scanned-at", more, now.finished()));
    found(now.findings());
    Controls.focus(search);
  }

  /// A long list is searched in the background.
  private void look() {
    Optional<ScanReport> now = report.value();
    if (now != null && now.isPresent()) {
      List<Finding> all = now.get().findings();
      String wanted = search.getText().strip();
      found.fetch(progress -> all.stream().filter(each -> each.has(wanted)).toList());
    }
  }

  private void found(List<Finding> findings) {
    table.getItems().setAll(findings);
    table.sort();
    count.setText(Messages.count("findings-found", findings.size()));
  }

  private void enter() {
    table.requestFocus();
    table.getSelectionModel().selectFirst();
  }
}
