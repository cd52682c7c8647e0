package dev.mooring.desktop.registry.image.attached;

import dev.mooring.document.Document;
import javafx.scene.Node;

/// How a JSON document is shown.
public interface ShownJson {
  Node of(String name, Document document);
}
