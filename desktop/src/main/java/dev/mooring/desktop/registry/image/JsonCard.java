package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The documents that an image is made of, as they are.
final class JsonCard {
  private JsonCard() {}

  static void open(OpenedImage image, Surface surface) {
    Map<String, Document> documents = new LinkedHashMap<>();
    Manifest named = image.chosen().named();
    if (named.isIndex()) {
      documents.put(Messages.of("index"), named.document());
    }
    documents.put(Messages.of("manifest"), image.chosen().image().document());
    if (!image.description().config().isNothing()) {
      documents.put(Messages.of("configuration"), image.description().config());
    }
    TabPane tabs = new TabPane();
    tabs.setId("image-json");
    tabs.getStyleClass().add("detail-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    documents.forEach(
        (name, document) -> {
          Tab tab = new Tab(name, new JsonTree(name, document));
          tab.setUserData(document);
          tabs.getTabs().add(tab);
        });
    tabs.setPrefSize(720, 480);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    Button copy =
        Controls.button(
            Messages.of("copy-json"),
            () -> {
              Tab now = tabs.getSelectionModel().getSelectedItem();
              surface.copy(
                  Documents.prettyJson((Document) now.getUserData()),
                  Messages.of("json-of", now.getText()));
            });
    Button close = Controls.button(Messages.of("close-card"), surface::closeCard);
    close.setDefaultButton(true);
    VBox card =
        new VBox(
            12,
            Controls.label(Messages.of("json-title"), Tokens.SECTION_TITLE),
            tabs,
            new HBox(Tokens.GAP, copy, Controls.spacer(), close));
    surface.open(card);
  }
}
