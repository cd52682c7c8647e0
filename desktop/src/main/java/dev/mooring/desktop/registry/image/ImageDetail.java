package dev.mooring.desktop.registry.image;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.registry.image.attached.AttachedPane;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

/// One image: a tab for each question that people have about one.
public final class ImageDetail extends BorderPane {
  private final ImageViewModel model;
  private final Surface surface;
  private final OverviewPane overview;
  private final FilesPane files;
  private final TabPane tabs = new TabPane();
  private final Tab filesTab;
  private final Tab layersTab;
  private final Tab historyTab;
  private final Tab attachedTab;
  private final AttachedPane attached;

  /// What the list knows of it already.
  ///
  /// @param title "ana/app:3"
  /// @param name the same with its host
  /// @param pods where it runs
  /// @param tag what its tag named before
  /// @param delete removes it
  /// @param close takes the detail away
  public record Subject(
      String title, String name, List<Node> pods, Node tag, Action delete, Runnable close) {
    public Subject {
      pods = List.copyOf(pods);
    }
  }

  /// @param can what can be done with the image that is open
  public ImageDetail(ImageViewModel model, Subject subject, Surface surface, DetailActions can) {
    this.model = model;
    this.surface = surface;
    setId("image-detail");
    files = new FilesPane(model.files(), can, surface);
    overview = new OverviewPane(subject.name(), subject.pods(), subject.tag(), model, surface);
    LayersPane layers = new LayersPane(model.files(), surface, this::showLayer);
    HistoryPane history = new HistoryPane(can, surface);
    filesTab = tab(Messages.of("files"), files);
    layersTab = tab(Messages.of("layers"), layers);
    historyTab = tab(Messages.of("history"), history);
    attached = new AttachedPane(model.attached(), surface, JsonTree::new);
    attachedTab = tab(Messages.of("attached"), attached);
    tabs.getTabs()
        .setAll(
            tab(Messages.of("overview"), overview), filesTab, layersTab, historyTab, attachedTab);
    tabs.setId("image-tabs");
    tabs.getStyleClass().add("detail-tabs");
    tabs.setAccessibleText(Messages.of("about-the-image"));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    setTop(
        new DetailHead(
            subject.title(),
            subject.close(),
            Actions.icon(subject.delete(), Styles.BUTTON_ICON, Styles.FLAT)));
    Consumer<OpenedImage> fill =
        image -> {
          overview.show(image);
          files.show(image);
          layers.show(image);
          history.show(image);
        };
    FaceView<OpenedImage> face =
        new FaceView<>(model.image().face(), surface, model::read, tabs, fill, none -> false, tabs);
    BorderPane.setMargin(face, new Insets(Tokens.GAP, 0, 0, 0));
    setCenter(face);
    can.opened(this);
  }

  /// Where it runs, as it is known by now.
  public void runs(List<Node> pods) {
    overview.runs(pods);
  }

  private static Tab tab(String title, Node content) {
    StackPane frame = new StackPane(content);
    frame.getStyleClass().add("tab-frame");
    return new Tab(title, frame);
  }

  /// Files are read once somebody wants to see them.
  private void selected(Tab tab) {
    if (tab.equals(filesTab)) {
      model.files().look();
    } else if (tab.equals(attachedTab)) {
      model.attached().look();
    }
  }

  void showFiles() {
    tabs.getSelectionModel().select(filesTab);
  }

  void findFile() {
    showFiles();
    files.find();
  }

  void showLayers() {
    tabs.getSelectionModel().select(layersTab);
  }

  private void showLayer(int layer) {
    model.files().want(new Wanted("", new Wanted.Part.Layer(layer)));
    showFiles();
  }

  void showHistory() {
    tabs.getSelectionModel().select(historyTab);
  }

  void showAttached() {
    tabs.getSelectionModel().select(attachedTab);
  }

  void verify() {
    showAttached();
    attached.verify();
  }

  void showPackages() {
    showAttached();
    attached.packages();
  }

  void showJson() {
    OpenedImage image = model.image().value();
    if (image != null) {
      JsonCard.open(image, surface);
    }
  }

  void preview() {
    FileRow row = files.row();
    if (row != null) {
      PreviewCard.open(model.files(), row, surface);
    }
  }

  void extract() {
    FileRow row = files.row();
    if (row != null) {
      ExtractCard.open(model.files(), row, surface);
    }
  }

  void copyPath() {
    FileRow row = files.row();
    if (row != null) {
      surface.copy(row.shown(), Messages.of("the-path"));
    }
  }
}
