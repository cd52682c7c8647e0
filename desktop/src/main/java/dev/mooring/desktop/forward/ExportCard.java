package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.exchange.Exchange;
import dev.mooring.forward.exchange.ExchangeFormat;
import dev.mooring.forward.exchange.Exported;
import dev.mooring.forward.exchange.Note;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ChoiceBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Which forwards to write for which tool, and what that tool's file cannot hold.
final class ExportCard {
  private final ForwardFiles files;
  private final Surface surface;
  private final Map<String, List<SavedForward>> sets = new LinkedHashMap<>();
  private final ChoiceBox<String> which = new ChoiceBox<>();
  private final ChoiceBox<ExchangeFormat> format = new ChoiceBox<>();
  private final OmittedFields report = new OmittedFields(Messages.of("export-omitted"));

  private enum Set {
    SELECTED,
    CONTEXT,
    ALL;

    String words(int count) {
      return switch (this) {
        case SELECTED -> Messages.count("export-selected", count);
        case CONTEXT -> Messages.count("export-context", count);
        case ALL -> Messages.count("export-all", count);
      };
    }
  }

  private ExportCard(ForwardFiles files, Surface surface, List<String> chosen) {
    this.files = files;
    this.surface = surface;
    List<SavedForward> here = files.ofThisContext();
    put(Set.SELECTED, here.stream().filter(each -> chosen.contains(each.spec().name())).toList());
    put(Set.CONTEXT, here);
    put(Set.ALL, files.all());
    which.setId("export-which");
    which.getItems().setAll(sets.keySet());
    which.getSelectionModel().selectFirst();
    which.valueProperty().addListener((p, before, now) -> report.show(losses()));
    format.setId("export-format");
    format.getItems().setAll(ExchangeFormat.values());
    format.setValue(ExchangeFormat.YAML);
    format.setConverter(new Formats());
    format.valueProperty().addListener((p, before, now) -> report.show(losses()));
  }

  /// @param chosen names of the selected forwards
  static void open(ForwardFiles files, Surface surface, List<String> chosen) {
    new ExportCard(files, surface, chosen).show();
  }

  /// A choice that would be the same as the one before is none.
  private void put(Set which, List<SavedForward> forwards) {
    if (!forwards.isEmpty() && !sets.containsValue(forwards)) {
      sets.put(which.words(forwards.size()), forwards);
    }
  }

  private void show() {
    Form form =
        new Form(Messages.of("export-title"))
            .field(Messages.of("forwards"), which, "")
            .field(Messages.of("export-format"), format, "")
            .add(new VBox(report))
            .buttons(
                Controls.button(Messages.of("cancel"), surface::closeCard),
                Controls.button(Messages.of("copy"), this::copy),
                Controls.primary(Messages.of("save-as"), this::save));
    form.setPrefWidth(480);
    surface.open(form);
  }

  private Exported exported() {
    return Exchange.write(
        new ArrayList<>(sets.getOrDefault(which.getValue(), List.of())), format.getValue());
  }

  private List<String> losses() {
    return Note.lines(exported().notes());
  }

  private void copy() {
    String text = exported().text();
    surface.closeCard();
    surface.copy(text, Messages.of("forwards"));
  }

  private void save() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(Messages.of("export-save"));
    chooser.setInitialFileName(format.getValue().fileName());
    File file = chooser.showSaveDialog(which.getScene().getWindow());
    if (file != null) {
      Exported exported = exported();
      surface.closeCard();
      files.write(exported, file.toPath());
    }
  }

  private static final class Formats extends StringConverter<ExchangeFormat> {
    @Override
    public String toString(@Nullable ExchangeFormat format) {
      return switch (format) {
        case YAML -> Messages.of("export-mooring");
        case KFTRAY -> "kftray";
        case KUBE_FORWARDER -> "kube-forwarder";
        case SKAFFOLD -> "skaffold";
        case KUBEFWD -> "kubefwd";
        case null -> "";
      };
    }

    @Override
    public ExchangeFormat fromString(String text) {
      return ExchangeFormat.YAML;
    }
  }
}
