package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with what is in an image, while one is open.
public final class DetailActions {
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper row = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper readable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper extractable = new ReadOnlyBooleanWrapper();
  private final Action files;
  private final Action find;
  private final Action layers;
  private final Action history;
  private final Action attached;
  private final Action verify;
  private final Action packages;
  private final Action json;
  private final Action preview;
  private final Action extract;
  private final Action copyPath;
  private @Nullable ImageDetail now;

  public DetailActions() {
    files = of("files", Messages.of("show-files"), Feather.FOLDER, ImageDetail::showFiles);
    find =
        of("find-file", Messages.of("find-file"), Feather.SEARCH, ImageDetail::findFile)
            .withKey(Reach.PLACE, "Shortcut+F");
    layers =
        of("layers", Messages.of("show-layers"), Feather.LAYERS, ImageDetail::showLayers)
            .withCommand("mooring image layers");
    history =
        of("history", Messages.of("show-history"), Feather.LIST, ImageDetail::showHistory)
            .withCommand("mooring image history");
    attached =
        of("attached", Messages.of("show-attached"), Feather.PAPERCLIP, ImageDetail::showAttached)
            .withCommand("mooring image attached");
    verify =
        of("verify", Messages.of("verify-signatures"), Feather.SHIELD, ImageDetail::verify)
            .withCommand("mooring image verify");
    packages =
        of("sbom", Messages.of("show-packages"), Feather.PACKAGE, ImageDetail::showPackages)
            .withCommand("mooring image sbom");
    json =
        of("json", Messages.of("show-json"), Feather.CODE, ImageDetail::showJson)
            .withCommand("mooring image show");
    preview =
        of("preview", Messages.of("preview"), Feather.EYE, ImageDetail::preview)
            .withKey(Reach.ROW, "Enter")
            .withCommand("mooring image cat")
            .when(readable);
    extract =
        of("extract", Messages.of("extract"), Feather.DOWNLOAD, ImageDetail::extract)
            .withKey(Reach.ROW, "Shortcut+S")
            .withCommand("mooring image extract")
            .when(extractable);
    copyPath =
        of("copy-path", Messages.of("copy-path"), Feather.COPY, ImageDetail::copyPath)
            .withKey(Reach.ROW, "Shortcut+C")
            .when(row);
  }

  private Action of(String id, String words, Feather icon, Consumer<ImageDetail> run) {
    return Action.of("images." + id, words, icon, () -> run(run))
        .withCommand("mooring image files")
        .when(open);
  }

  private void run(Consumer<ImageDetail> what) {
    ImageDetail detail = now;
    if (detail != null) {
      what.accept(detail);
    }
  }

  /// In the order in which the palette shows them.
  public List<Action> all() {
    return List.of(
        files, find, layers, history, attached, verify, packages, json, preview, extract, copyPath);
  }

  /// What the menu of a file offers.
  List<Action> ofRow() {
    return List.of(preview, extract, copyPath);
  }

  Action json() {
    return json;
  }

  /// The detail is in view.
  void opened(ImageDetail detail) {
    now = detail;
    open.set(true);
    chosen(null, false);
  }

  /// None is.
  public void closed() {
    now = null;
    open.set(false);
    chosen(null, false);
  }

  /// @param file what is selected
  /// @param links whether it is a link that leads to a file
  void chosen(@Nullable FileRow file, boolean links) {
    row.set(file != null);
    readable.set(file != null && (file.content() != null || links));
    extractable.set(file != null && !file.hidden());
  }
}
